import { describe, expect, test } from "vitest";
import { add } from "../src/board/changes";
import { EMPTY } from "../src/board/types";
import { compared } from "../src/details/compare";
import { allFresh, choicesOf, GROUP_ABOVE, isDrawable } from "../src/expand/expand";
import { Facts } from "../src/facts/facts";
import type { Whole } from "../src/facts/types";
import { facetValues, isFiltering, passes, toggle } from "../src/filters/filters";
import { isInTime, spanOf } from "../src/filters/time";
import { NO_FILTERS } from "../src/filters/types";
import { corners } from "../src/graph/looks";
import { byCase, caseIndex } from "../src/graph/layouts";
import { neighbours, step } from "../src/graph/walk";
import { Words } from "../src/i18n/i18n";
import { noted, readNotes } from "../src/notes/notes";
import { steps } from "../src/paths/explain";
import { grouped, isEnough, LONGEST, sought } from "../src/search/search";
import { columnsOf, rowsOf } from "../src/table/rows";
import { brushed, histogram } from "../src/timeline/bins";
import { boardOf, filtersOf, readViews, saved } from "../src/views/views";
import { card, link, marking, page } from "./samples";

const report = (id: string, day: string) => card(id, { type: "Report", values: { kind: "TIP", receivedAt: day } });

describe("expanding", () => {
  test("the count of a choice is what choosing it adds", () => {
    const board = add(EMPTY, ["x", "1"], new Map());
    const [items, places] = choicesOf([page("uses", "Item", ["1", "2", "2", "3"]), page("at", "Place", ["4"])], board);
    expect([items?.neighbours.length, items?.fresh.map((one) => one.id)]).toEqual([3, ["2", "3"]]);
    expect(allFresh([items!, places!])).toEqual(["2", "3", "4"]);
  });

  test("a relationship that says the same both ways is one choice", () => {
    const [same, ...rest] = choicesOf([page("sameAs", "Person", ["1"]), page("sameAsOf", "Person", ["2", "1"])], EMPTY);
    expect([same?.fields, same?.neighbours.length, rest]).toEqual([["sameAs", "sameAsOf"], 2, []]);
  });

  test("what is too many or not counted to its end is never drawn", () => {
    const many = Array.from({ length: GROUP_ABOVE + 1 }, (_, k) => String(k));
    const [big] = choicesOf([page("uses", "Item", many)], EMPTY);
    const [open] = choicesOf([page("uses", "Item", ["1"], "next")], EMPTY);
    expect([isDrawable(big!), isDrawable(open!), allFresh([big!, open!])]).toEqual([false, false, []]);
  });
});

describe("filters", () => {
  const cards = [card("a", { values: { reliability: "B" } }), card("b", { originator: "OM" }), card("c", { originator: null, marking: null }), report("d", "2026-02-26")];

  test("what is checked adds up to what passes, for every facet", () => {
    const filters = toggle(toggle(NO_FILTERS, "originator", "OM"), "type", "Report");
    const passing = cards.filter((one) => passes(one, filters)).length;
    for (const facet of ["type", "originator", "level", "reliability"] as const) {
      const sum = facetValues(cards, facet, filters).filter((one) => one.included).reduce((total, one) => total + one.count, 0);
      expect(sum, facet).toBe(passing);
    }
  });

  test("what is not graded is a value of its own, and stays when a letter is left out", () => {
    const graded = [card("a", { values: { reliability: "B" } }), card("b", { values: { reliability: null } }), card("c", { values: {} })];
    expect(facetValues(graded, "reliability", NO_FILTERS).map((one) => [one.value, one.count])).toEqual([["", 2], ["B", 1]]);
    const filters = toggle(NO_FILTERS, "reliability", "B");
    expect(graded.filter((one) => passes(one, filters)).map((one) => one.id)).toEqual(["b", "c"]);
  });

  test("excluding and including again is no filter at all", () => {
    const back = toggle(toggle(NO_FILTERS, "level", "DEP_V"), "level", "DEP_V");
    expect(isFiltering(back)).toBe(false);
    expect(back).toEqual(NO_FILTERS);
  });

  test("a period keeps what was so in it, both days included, and what has no date only if asked", () => {
    const filters = { ...NO_FILTERS, from: "2026-02-26", to: "2026-02-26", undated: false };
    expect(isInTime(report("d", "2026-02-26"), filters)).toBe(true);
    expect(isInTime(report("d", "2026-02-27"), filters)).toBe(false);
    expect(isInTime(card("a"), filters)).toBe(false);
    expect(isInTime(card("a"), { ...filters, undated: true })).toBe(true);
    expect(isInTime(card("a", { validFrom: "2026-01-01T00:00:00Z" }), filters)).toBe(true);
  });

  test("the two clocks read different dates", () => {
    const one = report("d", "2026-02-26");
    expect([spanOf(one, "valid")?.start, spanOf(one, "recorded")?.start]).toEqual([Date.parse("2026-02-26"), Date.parse("2026-01-10T09:00:00Z")]);
    expect(spanOf(report("d", "nonsense"), "valid")).toBe(null);
  });
});

describe("timeline", () => {
  test("every dated record is in a bar, the rest is counted apart", () => {
    const { bins, undated } = histogram([report("a", "2026-01-01"), report("b", "2026-03-31"), card("c")], "valid", 10);
    expect([bins.length <= 10, bins[0]?.count, bins.at(-1)?.count, undated]).toEqual([true, 1, 1, 1]);
  });

  test("brushing the whole chart covers every day of it, from either side", () => {
    const { bins } = histogram([report("a", "2026-01-01"), report("b", "2026-01-10")], "valid", 80);
    expect(brushed(bins, 1, 0)).toEqual({ from: "2026-01-01", to: "2026-01-10" });
    expect(brushed(bins, -5, 0.1)).toEqual({ from: "2026-01-01", to: "2026-01-01" });
    expect(brushed([], 0, 1)).toBe(null);
  });
});

describe("walking", () => {
  const places = new Map([["m", { x: 0, y: 0 }], ["e", { x: 10, y: 1 }], ["f", { x: 90, y: 0 }], ["n", { x: 0, y: -9 }]]);
  const links = [link("m", "e"), link("f", "m"), link("m", "n")];

  test("an arrow follows the link that points most its way, the nearer of two equals", () => {
    expect([step("m", "right", links, places), step("m", "up", links, places), step("m", "left", links, places)]).toEqual(["f", "n", "n"]);
    expect(step("e", "left", links, places)).toBe("m");
    expect(step("e", "right", links, places)).toBe(null);
  });

  test("every neighbour can be reached by one of the four arrows", () => {
    for (let turn = 0; turn < 360; turn += 7) {
      const ring = new Map([["m", { x: 0, y: 0 }], ["o", { x: Math.cos(turn) * 50, y: Math.sin(turn) * 50 }]]);
      const reached = (["left", "right", "up", "down"] as const).some((way) => step("m", way, [link("m", "o")], ring) === "o");
      expect(reached, String(turn)).toBe(true);
    }
  });

  test("neighbours are told once, without itself", () => {
    expect(neighbours("m", [...links, link("m", "e", { id: "2" }), link("m", "m")])).toEqual(["e", "f", "n"]);
  });
});

test("statements side by side show where they differ, and not where one is silent or graded otherwise", () => {
  const whole = (id: string, values: Whole["values"]): Whole => ({ ...card(id), values, withheld: [], sourceSystem: null, externalId: null });
  const rows = compared([whole("a", { displayName: "Ilse", minor: false, reliability: "A" }), whole("b", { displayName: "I.", birthDate: "1971-05-04", reliability: "C" })]);
  expect(rows.map((row) => [row.property.name, row.differs])).toEqual([["displayName", true], ["birthDate", false], ["minor", false], ["reliability", false]]);
});

test("a path is told hop by hop with every link between the two", () => {
  const facts = new Facts();
  facts.putAround("a", [], [link("a", "b"), link("b", "a", { id: "second", relationship: "SAME_AS" }), link("b", "c")]);
  const told = steps({ hops: 2, nodes: [card("a"), card("b"), card("c")] }, facts);
  expect(told.map((one) => one.links.map((made) => made.id))).toEqual([["a>b", "second"], ["b>c"]]);
});

test("results are grouped by type, the fullest first", () => {
  expect(grouped([report("r", "2026-01-01"), card("a"), card("b")]).map((one) => [one.type, one.cards.length])).toEqual([["Person", 2], ["Report", 1]]);
  expect([isEnough("  ab "), isEnough("Ĳsb"), isEnough("王小明")]).toEqual([false, true, true]);
  expect([sought("  a\ud800b "), sought("x".repeat(10_000)).length]).toEqual(["a\ufffdb", LONGEST]);
});

test("the table sorts by every column and never loses a row", () => {
  const cards = [card("b", { marking: marking("STG_G"), values: { displayName: "b", reliability: "D" } }), card("a", { marking: marking("NONE"), values: { displayName: "a", reliability: "A" } }), report("c", "2026-01-01")];
  const order = (column: "name" | "type" | "originator" | "level" | "reliability" | "date" | "links", rising: boolean) => rowsOf(cards, [link("a", "b")], new Words("en"), { column, rising }).map((row) => row.card.id);
  expect(order("level", true)).toEqual(["a", "c", "b"]);
  expect(order("level", false)).toEqual(["b", "c", "a"]);
  expect(order("date", false)[0]).toBe("c");
  expect(order("reliability", false)).toEqual(["b", "a", "c"]);
  expect(order("links", true)[0]).toBe("c");
  for (const column of ["name", "type", "originator"] as const) expect(order(column, true).sort()).toEqual(["a", "b", "c"]);
});

test("a column for grades stands where a record bears one, and takes no room elsewhere", () => {
  const columns = (reliability: string | null) => columnsOf(rowsOf([card("a"), card("b", { values: { reliability } })], [], new Words("en"), { column: "name", rising: true }));
  expect(columns("B")).toContain("reliability");
  expect(columns(null)).toEqual(["name", "type", "originator", "level", "date", "links"]);
});

describe("views", () => {
  test("a view goes out and comes back as the same board and filters, and holds no word of a record", () => {
    const board = add(EMPTY, ["a", "b"], new Map([["a", { x: 1, y: 2 }]]));
    const filters = toggle(toggle({ ...NO_FILTERS, from: "2026-01-01" }, "type", "Report"), "reliability", "F");
    const [view] = readViews(JSON.stringify([saved("mine", board, filters, "now")]));
    expect([boardOf(view!), filtersOf(view!)]).toEqual([board, filters]);
    expect(Object.keys(view!).sort()).toEqual(["filters", "groups", "hidden", "ids", "name", "pinned", "places", "savedAt", "version"]);
  });

  test("a view of before there were grades is opened with all of them in sight", () => {
    const { filters: { reliability, ...before }, ...rest } = saved("mine", EMPTY, NO_FILTERS, "now");
    const [view] = readViews(JSON.stringify([{ ...rest, filters: before }]));
    expect([reliability, filtersOf(view!)]).toEqual([[], NO_FILTERS]);
  });

  test.each(["", "{", "3", "[3]", '[{"version":1}]', '[{"version":1,"name":"x","ids":[1],"hidden":[],"pinned":[],"places":[],"groups":[],"filters":{}}]', "null"])("a text that is no view is left out: %s", (text) => {
    expect(readViews(text)).toEqual([]);
  });
});

test("a note is marked as high as what it is about", () => {
  expect(noted("1", "hypothesis", "x", [card("a"), card("b", { marking: marking("STG_C") })], "now").level).toBe("STG_C");
  expect([readNotes("{"), readNotes('[{"text":3}]'), readNotes(null)]).toEqual([[], [], []]);
});

test("records of one case lie together, and no two on one spot", () => {
  const index = caseIndex([link("a", "C", { relationship: "IN_CASE" }), link("b", "C", { relationship: "IN_CASE" }), link("z", "D", { relationship: "IN_CASE" })]);
  const places = byCase(["a", "z", "b", "n"], index);
  expect(new Set([...places.values()].map(({ x, y }) => `${x},${y}`)).size).toBe(4);
  const far = (one: string, two: string) => Math.abs(places.get(one)!.x - places.get(two)!.x);
  expect(far("a", "b")).toBeLessThan(far("a", "z"));
});

test("every shape that has corners has at least three", () => {
  for (const shape of ["diamond", "triangle", "tag", "rhomboid", "vee", "rectangle", "pentagon", "hexagon", "heptagon", "octagon"] as const) expect(corners(shape).length, shape).toBeGreaterThanOrEqual(3);
});
