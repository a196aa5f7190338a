import { describe, expect, test } from "vitest";
import { countedIn, receipted } from "../src/exports/bundle";
import { linksCsv, recordsCsv } from "../src/exports/csv";
import { drawing } from "../src/exports/drawing";
import { graphml, xml } from "../src/exports/graphml";
import { stamp, told } from "../src/exports/stamp";
import { Words } from "../src/i18n/i18n";
import { card, link, marking } from "./samples";

const words = new Words("en");
const cards = [card("a", { values: { displayName: "=HYPERLINK(\"x\")" } }), card("b", { marking: marking("STG_C"), values: { displayName: "Öztunç, \"Ç\"\nsecond" } })];
const links = [link("a", "b")];
const taken = { who: "Noor (NCTV)", purpose: "THREAT_ASSESSMENT", when: "2026-03-16T09:00:00.000Z", keepUntil: null, asKnown: null };
const mark = stamp([...cards, ...links].map((one) => one.marking), taken, ["r1:hash:signature", "r1:hash:signature", "r2:hash:signature"]);

/** A plain reader of CSV, to compare with. */
function read(text: string): string[][] {
  const rows: string[][] = [[""]];
  let quoted = false;
  for (const [k, sign] of [...text.replace("\ufeff", "")].entries()) {
    const row = rows.at(-1)!;
    if (sign === '"') { quoted = !quoted; if (quoted && [...text.replace("\ufeff", "")][k - 1] === '"') row[row.length - 1] += '"'; }
    else if (sign === "," && !quoted) row.push("");
    else if (sign === "\n" && !quoted) rows.push([""]);
    else if (sign !== "\r" || quoted) row[row.length - 1] += sign;
  }
  return rows.slice(0, -1);
}

describe("CSV", () => {
  test("reads back to the same ids, with marking and receipt in every row and no formula", () => {
    const [head, ...rows] = read(recordsCsv(cards, mark));
    expect(rows.map((row) => row[0])).toEqual(["a", "b"]);
    const column = (name: string) => rows.map((row) => row[head!.indexOf(name)]);
    expect(column("displayName")).toEqual(["'=HYPERLINK(\"x\")", "Öztunç, \"Ç\"\nsecond"]);
    expect([column("fileMarking"), column("receipts"), column("exportedBy")]).toEqual([["STG_C", "STG_C"], Array(2).fill("r1:hash:signature r2:hash:signature"), ["Noor (NCTV)", "Noor (NCTV)"]]);
  });

  test("relationships name both ends", () => {
    const [head, row] = read(linksCsv(links, mark));
    expect(["id", "from", "to"].map((name) => row![head!.indexOf(name)])).toEqual(["a>b", "a", "b"]);
  });
});

test("GraphML holds the ids, and nothing that XML cannot hold", () => {
  const text = graphml(cards, links, mark);
  expect([...text.matchAll(/<node id="([^"]*)"/g)].map((found) => found[1])).toEqual(["a", "b"]);
  expect(text).toContain('<edge id="a&gt;b" source="a" target="b">');
  expect(text).toContain('<data key="fileMarking">STG_C</data>');
  expect(xml("a\u0000\ud800<&\"\u0008b")).toBe("a\ufffd\ufffd&lt;&amp;&quot;\ufffdb");
});

test("a drawing carries the stamp above and below, and only what has a place", () => {
  const text = drawing(cards, links, new Map([["a", { x: 0, y: 0 }]]), told(mark, words), words);
  expect(text.split("Stg.C. · Noor (NCTV)").length - 1).toBeGreaterThanOrEqual(3);
  expect(text).not.toContain("Öztunç");
  expect(text).toContain("=HYPERLINK(&quot;x&quot;)");
});

test("the stamp tells which is the first receipt and how many more", () => {
  expect(told(mark, words)).toBe("Stg.C. · Noor (NCTV) · 2026-03-16T09:00:00.000Z · receipt r1 +1");
  expect(stamp([], taken, []).level).toBe("unknown");
});

test("what the server wrote is counted by the statements in it, and not by what stands around them", () => {
  const carried = { "extension-definition--x": { extension_type: "property-extension", kring_statement: {} } };
  const around = [{ type: "marking-definition" }, { type: "identity", extensions: { "extension-definition--x": { extension_type: "property-extension" } } }];
  const said = [{ type: "identity", extensions: carried }, { type: "kring-item", kring_statement: {} }, { type: "relationship", extensions: carried }];
  expect(countedIn(JSON.stringify({ objects: [...around, ...said] }))).toEqual({ records: 2, links: 1 });
});

test("every file says until when it may be kept, where the server told it", () => {
  const kept = { ...mark, keepUntil: "2026-04-16T00:00:00.000Z" };
  const [head, row] = read(recordsCsv(cards, kept));
  expect(row![head!.indexOf("keepUntil")]).toBe("2026-04-16T00:00:00.000Z");
  expect(graphml(cards, links, kept)).toContain('<data key="keepUntil">2026-04-16T00:00:00.000Z</data>');
  expect(told(kept, words)).toMatch(/ · keep until 16 Apr 2026, 00:00 UTC$/);
  expect(told({ ...kept, keepUntil: "2026-04-16T09:30:59.999Z" }, new Words("nl"))).toMatch(/ · bewaren tot 16 apr 2026, 09:30 UTC$/);
  expect([recordsCsv(cards, mark), graphml(cards, links, mark).replace(/<key .*/g, ""), told(mark, words)].filter((text) => /keep ?until/i.test(text))).toEqual([]);
});

test("a receipt goes where the server left room for it, and taken out again leaves the same file", () => {
  const file = '{\n  "kring_receipt": "",\n  "said": "\\"kring_receipt\\": \\"\\""\n}';
  const kept = receipted(file, { receipt: "id:leaf:$&", signature: "s" });
  expect(kept).toContain('"kring_receipt": "id:leaf:$&:s"');
  expect(kept.replace("id:leaf:$&:s", "")).toBe(file);
  expect(receipted(file, { receipt: null, signature: null })).toBe(file);
});
