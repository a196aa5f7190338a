import { describe, expect, test } from "vitest";
import { readAnalysed } from "../src/analysis/document";
import { aboutOf, bounded, KINDS, questionOf } from "../src/analysis/kinds";

const kind = (about: string) => ({ name: "K", english: "Who?", dutch: "Wie?", about, days: null, hops: null });

describe("analysis", () => {
  test("a question is about the one record that is selected, where it takes one", () => {
    expect(aboutOf(kind("NEVER"), ["a"])).toBeNull();
    expect(aboutOf(kind("MAYBE"), ["a"])).toBe("a");
    expect(aboutOf(kind("MAYBE"), [])).toBeNull();
    expect(aboutOf(kind("ALWAYS"), ["a"])).toBe("a");
    expect(aboutOf(kind("ALWAYS"), [])).toBeUndefined();
    expect(aboutOf(kind("ALWAYS"), ["a", "b"])).toBeUndefined();
  });

  test("a number stays inside its bounds, and what is none is the usual one", () => {
    expect([bounded("", 1, 365, 14), bounded("x", 1, 365, 14), bounded("0", 1, 365, 14), bounded("400", 1, 365, 14), bounded("7.4", 1, 365, 14)]).toEqual([14, 14, 1, 365, 7]);
  });

  test("every question is asked in both languages", () => {
    expect(KINDS.length).toBeGreaterThan(15);
    for (const one of KINDS) expect(questionOf(one, "nl")).not.toBe(questionOf(one, "en"));
  });

  test("what is found keeps its records as cards", () => {
    const raw = { report: ["Q"], highest: { level: "NONE", compartments: [], handling: [] }, findings: [], records: [{ __typename: "Item", id: "i", originator: "POL", value: "AE-412-U" }] };
    expect(readAnalysed(raw).cards.map((card) => [card.id, card.type, card.values["value"]])).toEqual([["i", "Item", "AE-412-U"]]);
  });
});
