import { expect, test } from "vitest";
import type { Answer, Api } from "../src/api";
import { Explorer } from "../src/explorer";
import type { Whole } from "../src/facts/types";
import { Words } from "../src/i18n/i18n";
import { hitsOf, type Pointer } from "../src/pointers/hits";
import { Pointers } from "../src/pointers/pointers";
import type { Session } from "../src/session";
import { firstState } from "../src/state";
import { card, noFile } from "./samples";

const pointer = (id: string, matched: string): Pointer => ({ id, originator: "DLIO", matched, ask: "desk", reference: "R-1" });
const whole = (type: string, values: Whole["values"]): Whole => ({ ...card("a", { type, values }), withheld: [], sourceSystem: null, externalId: null });
const matching = (record: Whole, ...matched: string[]): string[] => hitsOf(record, matched.map((text, k) => pointer(`${k}`, text))).map((one) => one.pointer.matched);

test("a pointer is about a record when it names what tells that record from others, whatever the punctuation", () => {
  const phone = whole("Item", { kind: "PHONE", value: "+44 7700 900187" });
  expect(matching(phone, "PHONE +44 7700-900187", "PHONE +44 7700 9001871", "PHONE", "900187")).toEqual(["PHONE +44 7700-900187"]);
  const person = whole("Person", { displayName: "Milan Š.", aliases: ["De Vis", "Oz"], publicFunction: "RECHTER", birthDate: "1980-01-01" });
  expect(matching(person, "person MILAN Š, born 1980", "alias de vis", "OZ", "RECHTER 1980-01-01", "Emilan Š")).toEqual(["person MILAN Š, born 1980", "alias de vis"]);
});

test("what may not be read of a record matches nothing", () => {
  expect(matching(whole("Item", { kind: "PHONE", value: null }), "PHONE +44 7700 900187", "")).toEqual([]);
});

function asked(...answers: readonly (readonly Pointer[] | "refused")[]): { explorer: Explorer; pointers: Pointers; variables: unknown[] } {
  const variables: unknown[] = [];
  const api: Api = {
    ask: <T>(_: string, given: unknown) => {
      const found = answers[variables.push(given) - 1] ?? [];
      return found === "refused" ? Promise.reject(new DOMException("cancelled", "AbortError")) : Promise.resolve({ data: { pointers: found }, epoch: null, receipt: null } as Answer<T>);
    },
    take: noFile,
  };
  const explorer = new Explorer(api, {} as Session, firstState(new Words("en"), "light"));
  return { explorer, pointers: new Pointers(explorer), variables };
}
const rest = (): Promise<void> => new Promise((done) => setTimeout(done));
const phone = whole("Item", { value: "+44 7700 900187" });

test("pointers are asked for once a view, to the end of the list, each with the one before it", async () => {
  const full = Array.from({ length: 100 }, (_, k) => pointer(`p${k}`, "PHONE"));
  const { explorer, pointers, variables } = asked(full, [pointer("last", "PHONE +44 7700 900187")]);
  for (let turn = 0; turn < 3; turn += 1) { pointers.open(); await rest(); }
  expect(variables).toEqual([{ first: 100, after: null }, { first: 100, after: "p99" }]);
  expect(pointers.about(phone).map((one) => [one.pointer.id, one.before])).toEqual([["last", "p99"]]);
  explorer.facts.clear();
  expect(pointers.about(phone)).toEqual([]);
  pointers.open();
  await rest();
  expect(variables.length).toBe(3);
});

test("they are of now: on a day that is past none is asked for, and what was cancelled is asked for again", async () => {
  const { explorer, pointers, variables } = asked("refused", [pointer("one", "+44 7700 900187")]);
  explorer.load.asKnown = "2026-03-01";
  pointers.open();
  expect(variables).toEqual([]);
  explorer.load.asKnown = null;
  pointers.open();
  await rest();
  expect(pointers.about(phone)).toEqual([]);
  pointers.open();
  await rest();
  expect(pointers.about(phone).length).toBe(1);
});
