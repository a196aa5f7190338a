import { expect, test } from "vitest";
import type { Answer, Api } from "../src/api";
import { BoardActions } from "../src/board/actions";
import { Explorer } from "../src/explorer";
import type { GraphPort } from "../src/graph/port";
import { Words } from "../src/i18n/i18n";
import type { Session } from "../src/session";
import { firstState } from "../src/state";
import { card, noFile } from "./samples";

test("when rights changed and nobody waits for what they are now, no fact of before stays", async () => {
  const api: Api = { ask: <T>(): Promise<Answer<T>> => Promise.reject(new DOMException("cancelled", "AbortError")), take: noFile };
  const explorer = new Explorer(api, {} as Session, firstState(new Words("en"), "light"));
  explorer.facts.putCards([card("a")]);
  explorer.change("step.add", { ...explorer.board, ids: ["a"] });
  await new BoardActions(explorer, {} as GraphPort).askAgain("rights");
  expect([explorer.facts.card("a"), explorer.sight.cards]).toEqual([undefined, []]);
});
