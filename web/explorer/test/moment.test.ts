import { describe, expect, test } from "vitest";
import { ANALYSIS } from "../src/analysis/document";
import type { Answer, Api } from "../src/api";
import { around, CARD, CASES, ENTITY, more, PATHS, SEARCH, whole } from "../src/facts/documents";
import { Explorer } from "../src/explorer";
import { leavingLinks, LEAVING_RECORDS } from "../src/exports/asked";
import { stamp, told } from "../src/exports/stamp";
import { Words } from "../src/i18n/i18n";
import { asKnown, changed, daysBetween, endOf, isDay, later, reach } from "../src/moment/moment";
import { hopsOf } from "../src/ontology/ontology";
import type { Session } from "../src/session";
import { firstState } from "../src/state";
import { card, link, noFile } from "./samples";

const hop = hopsOf("Person")[0]!;
const DOCUMENTS = [ANALYSIS, SEARCH, CARD, CASES, ENTITY, PATHS, whole("Person"), ...around("Person"), more("Person", hop), LEAVING_RECORDS, leavingLinks("Person", hop)];

describe("a day", () => {
  test("is asked of by every document in the same way, and is no part of its text", () => {
    for (const document of DOCUMENTS) {
      const known = asKnown(document);
      expect(known).toMatch(/^query \w+\([^)]*\$asKnown: String!\) @asOf\(recorded: \$asKnown\) (@forExport )?\{/);
      expect(known.replace(/,? ?\$asKnown: String!/, "").replace("()", "").replace(" @asOf(recorded: $asKnown)", "")).toBe(document);
      expect(asKnown(document)).toBe(known);
    }
  });

  test("is whole, and the days beside it are where they should be", () => {
    expect([isDay("2026-03-05"), isDay("2026-13-05"), isDay("5 March"), isDay("")]).toEqual([true, false, false, false]);
    expect([endOf("2026-03-05"), later("2026-03-01", -1), daysBetween("2026-02-27", "2026-03-02")]).toEqual(["2026-03-05T23:59:59.999Z", "2026-02-28", 3]);
  });

  test("of a canvas reaches from before its first record to its last", () => {
    expect(reach([card("a"), link("a", "b", { recordedAt: "2026-03-07T12:00:00.000Z" }), card("b", { recordedAt: null })])).toEqual({ from: "2026-01-09", to: "2026-03-07" });
    expect(reach([])).toBeNull();
  });
});

test("what is different since is what is there now and was not, and the other way around", () => {
  const found = changed([card("a"), card("b")], [card("a"), card("c")]);
  expect([found.recorded.map((one) => one.id), found.withdrawn.map((one) => one.id)]).toEqual([["c"], ["b"]]);
});

test("a file of a day says so, and one of now does not", () => {
  const words = new Words("en");
  const taken = { who: "Noor", purpose: "P", when: "now", keepUntil: null, asKnown: null };
  expect(told(stamp([], { ...taken, asKnown: "2026-03-05" }, []), words)).toMatch(/^As known on 5 Mar 2026 · /);
  expect(told(stamp([], taken, []), words)).not.toMatch(/As known/);
});

describe("while a day is looked at", () => {
  const asked: { document: string; variables: Readonly<Record<string, unknown>> }[] = [];
  const api: Api = {
    ask<T>(document: string, variables: Readonly<Record<string, unknown>>): Promise<Answer<T>> {
      asked.push({ document, variables });
      return Promise.resolve({ data: { node: { __typename: "Person", id: "a", marking: null } } as never, epoch: "one", receipt: null });
    },
    take: noFile,
  };
  const explorer = new Explorer(api, {} as Session, firstState(new Words("en"), "light"));

  test("records are asked of it, and the pulse and what is there now are not", async () => {
    explorer.load.asKnown = "2026-03-05";
    await explorer.load.cards(["a"]);
    await explorer.load.thenAndNow(["a"]);
    await explorer.load.pulse();
    const then = { id: "a", asKnown: "2026-03-05T23:59:59.999Z" };
    expect(asked.map((one) => one.variables)).toEqual([then, then, { id: "a" }, {}]);
  });

  test("what was not known keeps its place and shows nothing; now, what is not served is gone", () => {
    explorer.facts.putCards([card("a"), card("b")]);
    explorer.change("step.add", { ...explorer.board, ids: ["a", "b"] });
    explorer.withdraw(new Set(["b"]));
    expect([explorer.board.ids, [...explorer.sight.ids]]).toEqual([["a", "b"], ["a"]]);
    explorer.load.asKnown = null;
    explorer.withdraw(new Set(["b"]));
    expect(explorer.board.ids).toEqual(["a"]);
  });
});
