import { expect, test } from "vitest";
import { countedIn } from "../src/exports/counted";
import { drawing } from "../src/exports/drawing";
import { filled, filledPicture, stampOf, withWords } from "../src/exports/rooms";
import { stamp, told } from "../src/exports/stamp";
import { xml } from "../src/exports/xml";
import { Words } from "../src/i18n/i18n";
import { card, link, marking } from "./samples";

const words = new Words("en");
const cards = [card("a", { values: { displayName: "=HYPERLINK(\"x\")" } }), card("b", { marking: marking("STG_C"), values: { displayName: "Öztunç, \"Ç\"\nsecond" } })];
const links = [link("a", "b")];
const taken = { who: "Noor (NCTV)", purpose: "THREAT_ASSESSMENT", when: "2026-03-16T09:00:00.000Z", keepUntil: null, asKnown: null };
const mark = stamp([...cards, ...links].map((one) => one.marking), taken, ["r1:hash:signature", "r1:hash:signature", "r2:hash:signature"]);

test("text for XML holds nothing that XML cannot hold", () => {
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
  expect(countedIn("stix", JSON.stringify({ objects: [...around, ...said] }))).toEqual({ records: 2, links: 1 });
});

test("what is in a table or a graph is counted by rows and elements, and not by what they hold", () => {
  const table = '\ufeffid,text,kring_receipt\r\na,"two\r\nlines, ""quoted""\r\n","kring_receipt: "\r\nb,one,\r\n';
  expect([countedIn("records", table), countedIn("links", table)]).toEqual([{ records: 2, links: 0 }, { records: 0, links: 2 }]);
  expect(countedIn("graphml", '<graph>\n<node id="a"></node>\n<node id="b"></node>\n<edge id="c"></edge>\n</graph>')).toEqual({ records: 2, links: 1 });
});

test("a picture says until when it may be kept, where the server told it", () => {
  const kept = { ...mark, keepUntil: "2026-04-16T00:00:00.000Z" };
  expect(told(kept, words)).toMatch(/ · keep until 16 Apr 2026, 00:00 UTC$/);
  expect(told({ ...kept, keepUntil: "2026-04-16T09:30:59.999Z" }, new Words("nl"))).toMatch(/ · bewaren tot 16 apr 2026, 09:30 UTC$/);
  expect(told(mark, words)).not.toMatch(/keep ?until/i);
});

test("a stamp goes where the writer left room for it, and taken out again leaves the same file", () => {
  const files = { stix: '{\n "kring_receipt": "",\n "said": "\\"kring_receipt\\": \\"\\""\n}', records: 'id,kring_receipt\r\n"a ""kring_receipt: ""\r\n","kring_receipt: "\r\n', graphml: '<data key="kring_receipt"></data>', svg: drawing(cards, links, new Map([["a", { x: 0, y: 0 }]]), "line", words) } as const;
  for (const [format, file] of Object.entries(files) as [keyof typeof files, string][]) {
    const kept = filled(format, file, "id:leaf:$&:s");
    expect(kept!.split("id:leaf:$&:s").join("")).toBe(file);
    expect(kept).not.toBe(file);
    expect(filled(format, file.replaceAll("kring_receipt", "other"), "x")).toBe(null);
  }
  expect([stampOf({ receipt: "r", signature: null }), stampOf({ receipt: null, signature: "s" }), stampOf({ receipt: "r", signature: "s" })]).toEqual([null, null, "r:s"]);
});

test("a picture has its stamp as the last text before its end, and what the server said behind it", async () => {
  const picture = new Uint8Array([...Array(40).keys()]);
  const whole = new Uint8Array(await filledPicture(picture, withWords("r:s", '{"é":"?>"}')).arrayBuffer());
  const text = "tEXtkring_receipt\0r:s:eyLDqSI6Ij8-In0";
  const chunk = new TextEncoder().encode(text);
  expect([...whole]).toEqual([...picture.subarray(0, 28), 0, 0, 0, chunk.length - 4, ...chunk, 0xb9, 0x35, 0x51, 0xb1, ...picture.subarray(28)]);
});
