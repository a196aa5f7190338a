import { describe, expect, test } from "vitest";
import { around, card as cardSelection, HOPS_AT_ONCE, onCard, whole } from "../src/facts/documents";
import { Facts } from "../src/facts/facts";
import { highest, rank } from "../src/facts/marking";
import { isolated, nameOf, shortened } from "../src/facts/naming";
import { readAround, readCard } from "../src/facts/read";
import { Words } from "../src/i18n/i18n";
import { hopsOf, RELATIONSHIPS, TYPES, typeOf } from "../src/ontology/ontology";
import { card, link, marking, page } from "./samples";

describe("documents", () => {
  test("a card asks only for properties that the type has, and a name is never empty for want of one", () => {
    for (const { name } of TYPES) {
      const known = new Set(typeOf(name)?.properties.map((one) => one.name));
      expect(onCard(name).length, name).toBeGreaterThan(0);
      for (const property of onCard(name)) expect(known, `${name}.${property}`).toContain(property);
    }
  });

  test("every card carries its grade, and every relationship both of its own", () => {
    for (const { name } of TYPES) {
      expect(cardSelection([name]), name).toContain(" reliability }");
      for (const text of around(name)) expect(text.split(" reliability credibility ").length, name).toBe(text.split("pageInfo").length);
    }
  });

  test("the surroundings ask for every hop once, few at a time", () => {
    for (const { name } of TYPES) {
      const texts = around(name);
      for (const hop of hopsOf(name)) expect(texts.join(" ").split(` ${hop.field}(`).length - 1, `${name}.${hop.field}`).toBe(1);
      for (const text of texts) expect(text.split("pageInfo").length - 1).toBeLessThanOrEqual(HOPS_AT_ONCE);
    }
  });

  test("documents stay inside the API's limits on spreads and nesting", () => {
    for (const text of [cardSelection(TYPES.map((one) => one.name)), ...TYPES.map((one) => whole(one.name))]) expect(text.split("...").length - 1).toBeLessThanOrEqual(30);
  });

  test("every end of every relationship is reachable as a hop of its type", () => {
    for (const one of RELATIONSHIPS) for (const [start, end] of one.ends) {
      expect(hopsOf(start ?? "").some((hop) => hop.field === one.forward && hop.far.includes(end ?? ""))).toBe(true);
      expect(hopsOf(end ?? "").some((hop) => hop.field === one.backward && hop.far.includes(start ?? ""))).toBe(true);
    }
  });
});

describe("reading answers", () => {
  test("absent is null and stays null", () => {
    const read = readCard({ __typename: "Person", id: "1", originator: null, marking: null, displayName: null });
    expect(read).toEqual({ id: "1", type: "Person", originator: null, recordedAt: null, validFrom: null, validTo: null, marking: null, values: { displayName: null } });
  });

  test("a link is told from its start to its end, whichever way it was asked", () => {
    const edge = { id: "l", originator: "POL", recordedAt: null, marking: null, node: { __typename: "Report", id: "r" } };
    const answer = { mentionsOf: { edges: [edge], pageInfo: { hasNextPage: true, endCursor: "next" } } };
    const read = readAround("p", "Person", answer);
    expect(read.links[0]).toMatchObject({ relationship: "MENTIONS", from: "r", to: "p" });
    expect(read.pages[0]).toMatchObject({ cursor: "next", neighbours: [{ id: "r", type: "Report", link: "l" }] });
  });

  test("dropping a record leaves no link and no neighbour of it", () => {
    const facts = new Facts();
    facts.putCards([card("a"), card("b")]);
    facts.putAround("a", [page("uses", "Item", ["b"])], [link("a", "b", { id: "l-b" })]);
    facts.drop(new Set(["b"]));
    expect([facts.card("b"), facts.link("l-b"), facts.around("a")?.[0]?.neighbours]).toEqual([undefined, undefined, []]);
  });

  test("a further page of a hop is joined to the first", () => {
    const facts = new Facts();
    facts.putAround("a", [page("uses", "Item", ["1"], "next"), page("at", "Place", ["2"])], []);
    facts.putMore("a", page("uses", "Item", ["3"]), []);
    expect(facts.around("a")?.map((one) => [one.neighbours.map((far) => far.id), one.cursor])).toEqual([[["1", "3"], null], [["2"], null]]);
  });
});

describe("markings", () => {
  test("the highest counts, an unknown level as the highest of all, and a missing marking too", () => {
    expect(highest([marking("DEP_V"), marking("STG_G", { compartments: ["B"] }), marking("NONE", { compartments: ["A"] })])).toEqual({ level: "STG_G", compartments: ["A", "B"], handling: [] });
    expect(highest([marking("STG_ZG"), marking("COSMIC")])?.level).toBe("COSMIC");
    expect(highest([marking("DEP_V"), null])?.level).toBe(null);
    expect(highest([])).toBe(null);
    expect(rank(null)).toBeGreaterThan(rank("STG_ZG"));
  });
});

describe("names", () => {
  const words = new Words("nl");
  test("a record without a readable name is called by its type", () => {
    expect(nameOf(card("a", { values: { displayName: null } }), words)).toBe("Persoon");
    expect(nameOf(card("a", { type: "Report", values: { kind: "TIP", receivedAt: "2026-03-09" } }), words)).toBe("TIP · 9 mrt 2026");
  });

  test("a long name is cut between letters as people count them, and 10,000 characters take no time", () => {
    expect(shortened("👩‍👩‍👧‍👦".repeat(5), 3)).toBe("👩‍👩‍👧‍👦👩‍👩‍👧‍👦…");
    expect(shortened("x".repeat(10_000), 34)).toHaveLength(34);
    expect(shortened("ﷺ", 34)).toBe("ﷺ");
  });

  test("a name cannot turn around what stands after it", () => {
    expect(isolated("abc\u202edef")).toBe("\u2068abcdef\u2069");
  });
});
