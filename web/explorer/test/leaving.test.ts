import { describe, expect, test } from "vitest";
import type { Answer, Api } from "../src/api";
import { AT_ONCE, batchesOf, fitsOneFile, inParts, leavingLinks, LEAVING_RECORDS } from "../src/exports/asked";
import { leaving } from "../src/exports/leaving";
import { Facts } from "../src/facts/facts";
import { Loader } from "../src/facts/loader";
import { hopsOf, TYPES } from "../src/ontology/ontology";
import { card, link, noFile } from "./samples";

type Asked = { readonly document: string; readonly variables: Readonly<Record<string, unknown>> };
const person = (id: string, more: object = {}): object => ({ __typename: "Person", id, displayName: id.toUpperCase(), ...more });
const edge = (id: string, far: string): object => ({ id, node: { __typename: "Person", id: far } });
const page = (...edges: readonly object[]): object => ({ edges, pageInfo: { hasNextPage: false, endCursor: null } });

/** An API that answers each question with the next of these, and tells what it was asked. */
function door(...answers: readonly { readonly nodes: readonly unknown[]; readonly epoch?: string; readonly keepUntil?: string }[]): Api & { asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    ask: <T>(document: string, variables: Asked["variables"]) => {
      const { nodes, epoch, keepUntil } = answers[asked.push({ document, variables }) - 1] ?? { nodes: [] };
      return Promise.resolve<Answer<T>>({ data: { nodes } as T, epoch: epoch ?? "one", receipt: `r${asked.length}`, keepUntil: keepUntil ?? null });
    },
    take: noFile,
  };
}

describe("what may leave", () => {
  test("is asked for as an export, whatever the type and the hop", () => {
    const texts = TYPES.flatMap(({ name }) => hopsOf(name).map((hop) => leavingLinks(name, hop)));
    for (const text of [LEAVING_RECORDS, ...texts]) expect(text).toMatch(/^query \w+\([^)]*\) @forExport \{/);
  });

  test("is what the answers hold: no record, field or link of what the page knows", async () => {
    const api = door({ nodes: [person("a", { displayName: null }), person("b"), null] }, { nodes: [person("a", { relatedTo: page(edge("a>b", "b")) }), null] });
    const facts = new Facts();
    facts.putCards(["a", "b", "c"].map((id) => card(id)));
    const found = await leaving(new Loader(api, facts), ["a", "b", "c"], [link("a", "b"), link("b", "a"), link("a", "c")]);
    expect(found.cards.map((one) => [one.id, one.values["displayName"]])).toEqual([["a", null], ["b", "B"]]);
    expect(found.links.map((one) => [one.id, one.from, one.to])).toEqual([["a>b", "a", "b"]]);
    expect(found.receipts).toEqual(["r1", "r2"]);
    expect(api.asked[1]?.variables).toEqual({ ids: ["a", "b"], links: ["a>b", "b>a"], first: 1 });
    expect(facts.card("a")?.values["displayName"]).toBe("a");
  });

  test("may be kept until the first of what the answers say", async () => {
    const answers = [{ nodes: [person("a"), person("b")], keepUntil: "2026-05-01T00:00:00.000Z" }, { nodes: [], keepUntil: "2026-04-01T00:00:00.000Z" }];
    expect((await leaving(new Loader(door(...answers), new Facts()), ["a", "b"], [link("a", "b")])).keepUntil).toBe("2026-04-01T00:00:00.000Z");
    expect((await leaving(new Loader(door({ nodes: [] }), new Facts()), ["a"], [])).keepUntil).toBeNull();
  });

  test("is no link that was not on the canvas", async () => {
    const api = door({ nodes: [person("a"), person("b")] }, { nodes: [person("a", { relatedTo: page(edge("other", "b")) })] });
    expect((await leaving(new Loader(api, new Facts()), ["a", "b"], [link("a", "b")])).links).toEqual([]);
  });

  test("is of one view: a change of rights in between makes no file", async () => {
    const api = door({ nodes: [person("a"), person("b")] }, { nodes: [], epoch: "two" });
    const load = new Loader(api, new Facts());
    load.onRights = () => load.renew();
    await expect(leaving(load, ["a", "b"], [link("a", "b")])).rejects.toThrow("another view");
  });
});

describe("how it is asked", () => {
  test("many at once, each link once and from its start, with a page that holds them all", () => {
    const cards = Array.from({ length: 151 }, (_, k) => card(`p${k}`));
    const links = cards.slice(1).map((one, k) => link(k < 5 ? "p0" : one.id, k < 5 ? one.id : "p0"));
    const batches = batchesOf(cards, links);
    expect(batches.map((one) => [one.hop.field, one.ids.length, one.links.length, one.first])).toEqual([["relatedTo", 96, 100, 5], ["relatedTo", 50, 50, 1]]);
    expect(batches.flatMap((one) => one.links)).toEqual(links.map((one) => one.id));
    expect(inParts(cards).map((part) => part.length)).toEqual([AT_ONCE, 51]);
  });

  test("so that one file is a bounded number of questions", () => {
    expect([fitsOneFile(1000, 5000), fitsOneFile(1001, 0), fitsOneFile(1, 5001)]).toEqual([true, false, false]);
  });

  test("by type and hop apart, and nothing of a link with an end that stays", () => {
    const cards = [card("a"), card("b"), card("r", { type: "Report" })];
    const batches = batchesOf(cards, [link("a", "b"), link("r", "a", { relationship: "MENTIONS" }), link("a", "gone")]);
    expect(batches.map((one) => [one.type, one.hop.field, one.links])).toEqual([["Person", "relatedTo", ["a>b"]], ["Report", "mentions", ["r>a"]]]);
  });
});
