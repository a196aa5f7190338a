import { beforeEach, describe, expect, test } from "vitest";
import type { Asked } from "../src/analysis/asking";
import { BEGIN, END, LOOK, RESULT, type Analysed } from "../src/analysis/document";
import { LongRun } from "../src/analysis/run";
import { Waiting } from "../src/analysis/waiting";
import type { Answer, Api } from "../src/api";
import { Explorer } from "../src/explorer";
import { Words } from "../src/i18n/i18n";
import type { Session } from "../src/session";
import { firstState } from "../src/state";
import { noFile } from "./samples";

const ASKED = { kind: "CORE", about: null, days: null, hops: null };
const FOUND = { report: ["Q"], highest: { level: "NONE", compartments: [], handling: [] }, findings: [], records: [{ __typename: "Item", id: "i", originator: "POL" }] };

/** An API that answers as it is told, in order; then always with the last. */
class Told implements Api {
  readonly asked: { document: string; variables: Readonly<Record<string, unknown>> }[] = [];
  readonly take = noFile;

  constructor(private readonly runs: unknown[]) {}

  ask<T>(document: string, variables: Readonly<Record<string, unknown>>): Promise<Answer<T>> {
    this.asked.push({ document, variables });
    const run = this.runs.length > 1 ? this.runs.shift() : this.runs[0];
    return Promise.resolve({ data: { run } as never, epoch: "one", receipt: null });
  }
}

type Find = (asked: Asked, language: string) => Promise<Analysed | undefined>;

function desk(...runs: unknown[]): { api: Told; explorer: Explorer; run: { find: Find } } {
  const api = new Told(runs);
  const explorer = new Explorer(api, {} as Session, firstState(new Words("en"), "light"));
  const run = new LongRun(explorer, 1);
  return { api, explorer, run: { find: (asked, language) => run.find(new Waiting(explorer.state), asked, language) } };
}

const stands = (state: string): unknown => ({ id: "r", state });
const documents = (api: Told): string[] => api.asked.map((one) => one.document);

describe("an analysis that takes its time", () => {
  let shown: (string | undefined)[] = [];
  beforeEach(() => (shown = []));

  test("is begun, looked at until it is done, and read; meanwhile the page says how it stands", async () => {
    const { api, explorer, run } = desk(stands("READING"), stands("WORKING"), stands("DONE"), { result: FOUND });
    explorer.state.listen(() => shown.push(explorer.state.get().analysis?.run?.state));
    expect((await run.find(ASKED, "EN"))?.cards.map((card) => card.id)).toEqual(["i"]);
    expect(documents(api)).toEqual([BEGIN, LOOK, LOOK, RESULT]);
    expect(new Set(shown)).toEqual(new Set([undefined, "READING", "WORKING", "DONE"]));
    expect(explorer.facts.card("i")).toBeDefined();
  });

  test("is of the day that is looked at", async () => {
    const { api, explorer, run } = desk(stands("DONE"), { result: FOUND });
    explorer.load.asKnown = "2026-03-05";
    await run.find(ASKED, "NL");
    expect(api.asked.map((one) => one.variables)).toEqual([{ ...ASKED, asOf: "2026-03-05T23:59:59.999Z" }, { id: "r", language: "NL" }]);
  });

  test("is ended when nobody waits for it any more", async () => {
    const { api, explorer, run } = desk(stands("WORKING"));
    const finding = run.find(ASKED, "EN");
    while (!explorer.state.get().analysis?.run) await new Promise((go) => setTimeout(go, 1));
    explorer.state.set({ analysis: null });
    expect(await finding).toBeUndefined();
    expect([documents(api).at(-1), explorer.state.get().analysis]).toEqual([END, null]);
  });

  test("is ended for another question, which it leaves alone", async () => {
    const { api, explorer, run } = desk(stands("WORKING"));
    const finding = run.find(ASKED, "EN");
    while (!explorer.state.get().analysis?.run) await new Promise((go) => setTimeout(go, 1));
    const other = { status: "asking", found: null, run: null } as const;
    explorer.state.set({ analysis: other });
    expect(await finding).toBeUndefined();
    expect([documents(api).at(-1), explorer.state.get().analysis]).toEqual([END, other]);
  });

  test("is ended, and shows nothing, when another view is asked for", async () => {
    const { api, explorer, run } = desk(stands("WORKING"));
    const finding = run.find(ASKED, "EN");
    while (documents(api).length < 3) await new Promise((go) => setTimeout(go, 1));
    explorer.load.renew();
    explorer.state.set({ analysis: null });
    expect(await finding).toBeUndefined();
    expect([documents(api).at(-1), explorer.state.get().analysis]).toEqual([END, null]);
  });

  test.each([
    ["RIGHTS_CHANGED", "analysis.rightsChanged"],
    ["TOO_MUCH_WORK", "analysis.tooMuch"],
    ["UNAVAILABLE", "analysis.unavailable"],
    ["CANCELLED", "analysis.ended"],
  ])("that ends as %s has no result, and the reader is told why", async (state, told) => {
    const { explorer, run } = desk(stands("WORKING"), stands(state));
    expect(await run.find(ASKED, "EN")).toBeUndefined();
    expect([explorer.state.get().told, explorer.state.get().analysis]).toEqual([told, null]);
  });

  test("that is there no more, or whose result may not be told, ends like one whose reader has other rights", async () => {
    for (const runs of [[stands("WORKING"), null], [stands("DONE"), { result: null }], [stands("DONE"), null]]) {
      const { explorer, run } = desk(...runs);
      expect(await run.find(ASKED, "EN")).toBeUndefined();
      expect(explorer.state.get().told).toBe("analysis.rightsChanged");
    }
  });
});
