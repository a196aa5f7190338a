import { expect, test } from "vitest";
import { openApi } from "../src/api";
import type { Session } from "../src/session";
import { followActs } from "../src/trace";

test("all that is asked in one act has one trace, another act has another, and neither says anything", async () => {
  const sent: string[] = [];
  const get = (_: unknown, init?: RequestInit): Promise<Response> => {
    sent.push((init?.headers as Record<string, string>)["traceparent"] ?? "");
    return Promise.resolve(new Response('{"data":{}}'));
  };
  const api = openApi("/", { facts: { seal: "s" }, purpose: "P", case: null } as unknown as Session, get as typeof fetch);
  const page = new EventTarget();
  followActs(page);
  for (const kind of ["pointerdown", "keydown", "pointermove"]) {
    await api.ask("{ a }", {});
    await api.take("/stix", {});
    page.dispatchEvent(new Event(kind));
  }
  expect(sent.map((one) => sent.indexOf(one))).toEqual([0, 0, 2, 2, 4, 4]);
  for (const one of sent) expect(one).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
});
