import { describe, expect, test } from "vitest";
import { en } from "../src/i18n/en";
import { Words } from "../src/i18n/i18n";
import { nl } from "../src/i18n/nl";
import { PHRASES } from "../src/i18n/phrases";
import { RELATIONSHIPS } from "../src/ontology/ontology";

const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "").sort();
const SAME_IN_BOTH = new Set(["filter.title", "details.title", "short.DEP_V", "short.STG_C", "short.STG_G", "short.STG_ZG", "say.added.one", "say.added.other", "table.records.one", "table.records.other", "expand.more", "group.name", "export.records", "help.enter"]);

const SOURCES = import.meta.glob<string>("../src/**/*.ts", { query: "?raw", import: "default", eager: true });
const code = Object.entries(SOURCES).filter(([path]) => !path.includes("i18n/")).map(([, text]) => text).join("\n");

describe("catalogs", () => {
  test("both languages have every key, with the same holes", () => {
    expect(Object.keys(nl).sort()).toEqual(Object.keys(en).sort());
    for (const key of Object.keys(en) as (keyof typeof en)[]) expect(holes(nl[key]), key).toEqual(holes(en[key]));
  });

  test("nothing is left in the other language", () => {
    for (const key of Object.keys(en) as (keyof typeof en)[]) if (nl[key] === en[key]) expect([...SAME_IN_BOTH], key).toContain(key);
  });

  test("every relationship reads in both languages, both ways", () => {
    for (const { name } of RELATIONSHIPS) expect(PHRASES[name], name).toMatchObject({ en: [expect.any(String), expect.any(String)], nl: [expect.any(String), expect.any(String)] });
  });

  test("every message is used", () => {
    const made = /^(level|time|short|purpose|tool\.layout|filter|time\.clock|fault|export|table|notes|theme|path\.hops|say\.links|start|handling|reliability|credibility)\./;
    const unused = Object.keys(en).filter((key) => !made.test(key) && !code.includes(`"${key.replace(/\.(one|other)$/, "")}"`) && !code.includes(`"${key}"`) && !code.includes("`tool.${way}`".replace("${way}", key.slice(5))));
    expect(unused.filter((key) => !/^(tool\.(un|re)do(What)?)$/.test(key))).toEqual([]);
  });
});

describe("words", () => {
  test("one and more are told apart", () => {
    expect([new Words("nl").count("path.hops", 1), new Words("nl").count("path.hops", 4)]).toEqual(["1 stap", "4 stappen"]);
  });

  test("terms come from the field in Dutch, and from the model in English", () => {
    expect([new Words("nl").type("Report"), new Words("en").type("Report"), new Words("nl").type("Assessment")]).toEqual(["Melding", "Report", "Dreigingsinschatting"]);
    expect([new Words("nl").property({ name: "birthDate", dutch: "geboortedatum" }), new Words("en").property({ name: "birthDate", dutch: "" })]).toEqual(["Geboortedatum", "Birth date"]);
  });

  test("a later purpose or level shows as it is, and values read as people write them", () => {
    const words = new Words("en");
    expect([words.named("purpose", "SOMETHING_NEW"), words.named("level", null)]).toEqual(["SOMETHING_NEW", "Marking not known: handle as highest"]);
    expect([words.value("2026-03-09"), words.value("PERSON_SIGNAL"), words.value(["a", "b"]), words.value(null), words.value("+44 7700 900187")]).toEqual(["9 Mar 2026", "person signal", "a · b", "", "+44 7700 900187"]);
  });

  test("every letter and digit of the scale has its words, and what is no grade of today shows as it is", () => {
    for (const words of [new Words("en"), new Words("nl")]) {
      for (const letter of "ABCDEF") expect(words.named("reliability", letter)).toMatch(new RegExp(`^${letter}: .+`));
      for (const digit of "123456") expect(words.named("credibility", digit)).toMatch(new RegExp(`^${digit}: .+`));
    }
    expect([new Words("en").named("reliability", "B"), new Words("nl").named("reliability", "B"), new Words("en").named("reliability", "G")]).toEqual(["B: usually reliable", "B: doorgaans betrouwbaar", "G"]);
  });

  test("handling codes read as obligations, and what is not known of them is kept", () => {
    const [en, nl] = [new Words("en"), new Words("nl")];
    expect([en.handling("NO_ONWARD"), nl.handling("NO_ONWARD"), nl.handling("DESTROY_BY:2026-03-30"), en.handling("TLP_GREEN")]).toEqual(["do not pass on", "niet doorgeven", "vernietigen uiterlijk 30 mrt 2026", "tlp green"]);
  });
});
