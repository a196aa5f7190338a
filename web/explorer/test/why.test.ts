import { expect, test } from "vitest";
import type { Answer, Api } from "../src/api";
import { Explorer } from "../src/explorer";
import { Words } from "../src/i18n/i18n";
import type { Session } from "../src/session";
import { firstState } from "../src/state";
import { Why } from "../src/why/why";
import { card, noFile } from "./samples";

const EXPLAINED = { grants: [], regime: "WPG8", regimeArticle: "8", policyVersion: "1", tableVersion: "1" };

function opened(...answers: unknown[]): { explorer: Explorer; why: Why; said: string[] } {
  const api: Api = { ask: <T>() => Promise.resolve({ data: { administration: { explain: answers.shift() } } as never, epoch: null, receipt: null } as Answer<T>), take: noFile };
  const explorer = new Explorer(api, {} as Session, firstState(new Words("nl"), "light"));
  const said: string[] = [];
  explorer.say = (text) => void said.push(text);
  explorer.facts.putCards([card("a")]);
  explorer.state.set({ detail: { kind: "record", id: "a" } });
  return { explorer, why: new Why(explorer), said };
}

test("a record that has left the view when somebody asks why leaves the page, which says so", async () => {
  const { explorer, why, said } = opened(null);
  await why.open("a");
  expect([explorer.card("a"), explorer.state.get().detail.kind, said.at(-1)]).toEqual([undefined, "nothing", "Dit record is niet meer in uw beeld."]);
});

test("why somebody saw a record is forgotten with the record", async () => {
  const { explorer, why } = opened(EXPLAINED);
  await why.open("a");
  expect(why.of("a")).toEqual(EXPLAINED);
  explorer.facts.drop(new Set(["a"]));
  expect(why.of("a")).toBeUndefined();
});
