import { expect, test } from "vitest";
import type { Answer, Api, Written } from "../src/api";
import { Facts } from "../src/facts/facts";
import { Loader } from "../src/facts/loader";

/** A door that answers when told to, under the rights of the moment. */
class Door implements Api {
  private readonly waiting: ((answer: Answer<never>) => void)[] = [];

  ask<T>(): Promise<Answer<T>> {
    return new Promise((done) => this.waiting.push(done as (answer: Answer<never>) => void));
  }

  async take(_: string, named: Readonly<Record<string, unknown>>): Promise<Written> {
    const { epoch, receipt } = await this.ask<never>();
    return { text: JSON.stringify(named), epoch, receipt, signature: null };
  }

  answer(data: unknown, epoch: string | null): void {
    this.waiting.shift()?.({ data: data as never, epoch, receipt: "r" });
  }
}

const node = { node: { __typename: "Person", id: "a", marking: null, displayName: "A" } };

test("an answer that was asked for under another purpose is never put among the facts", async () => {
  const [door, facts] = [new Door(), new Facts()];
  const load = new Loader(door, facts);
  const late = load.cards(["a"]);
  load.renew();
  door.answer(node, "one");
  await expect(late).rejects.toThrow("another view");
  expect(facts.card("a")).toBeUndefined();
});

test("a change of rights is told once, whatever is asked between that tells nothing of them; the first digest of a view is no change", async () => {
  const door = new Door();
  const load = new Loader(door, new Facts());
  let told = 0;
  const after: number[] = [];
  load.onRights = () => { told += 1; load.renew(); };
  for (const epoch of ["one", "one", null, "two", "two"]) {
    const asked = load.cards(["a"]);
    door.answer(node, epoch);
    await asked;
    after.push(told);
  }
  expect(after).toEqual([0, 0, 0, 1, 1]);
});

test("what is not served is missing from the answer and from the facts", async () => {
  const [door, facts] = [new Door(), new Facts()];
  const asked = new Loader(door, facts).cards(["gone"]);
  door.answer({ node: null }, "one");
  expect(await asked).toEqual([]);
  expect(facts.card("gone")).toBeUndefined();
});

test("a file is of the day that is looked at and of one view, like every answer", async () => {
  const door = new Door();
  const load = new Loader(door, new Facts());
  const now = load.take("/", { records: ["a"], links: ["l"] });
  door.answer(null, "one");
  expect(JSON.parse((await now).text ?? "")).toEqual({ records: ["a"], links: ["l"] });
  load.asKnown = "2026-03-01";
  const then = load.take("/", { records: ["a"], links: [] });
  door.answer(null, "one");
  expect(JSON.parse((await then).text ?? "")).toEqual({ records: ["a"], links: [], asKnown: "2026-03-01T23:59:59.999Z" });
  const late = load.take("/", { records: ["a"], links: [] });
  load.renew();
  door.answer(null, "one");
  await expect(late).rejects.toThrow("another view");
});
