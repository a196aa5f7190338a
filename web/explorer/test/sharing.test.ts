import { describe, expect, test } from "vitest";
import { add, hide, togglePin } from "../src/board/changes";
import { EMPTY, type Board } from "../src/board/types";
import { NO_FILTERS } from "../src/filters/types";
import { toggle } from "../src/filters/filters";
import { linkTo, LONGEST, textOf } from "../src/views/link";
import { MOST_IN_LINK, MOST_RECORDS, packed, unpacked } from "../src/views/packed";
import { boardOf, filtersOf } from "../src/views/views";

const PAGE = "https://kring.example/explorer/";
const laid = (ids: readonly string[]): Board => add(EMPTY, ids, new Map(ids.map((id, k) => [id, { x: 10.4 * k, y: -k }])));
const behind = (link: string | null): string => link?.split("#view=")[1] ?? "";
const letters = async (text: string): Promise<string> => behind(await linkTo(PAGE, text));
const random = (): string => crypto.randomUUID();

describe("a view that leaves", () => {
  const board = { ...hide(togglePin(laid(["a", "b", "c"]), ["b"]), ["c"]), groups: [{ id: "group:a:uses", anchor: "a", anchorType: "Actor", field: "uses" }] };
  const filters = toggle(toggle(toggle({ ...NO_FILTERS, from: "2026-01-01" }, "originator", "AIVD"), "reliability", "F"), "type", "Report");

  test("comes back by a link as it was laid out", async () => {
    const link = await linkTo(PAGE, packed(board, filters));
    expect(link?.startsWith(`${PAGE}#view=`)).toBe(true);
    const view = unpacked((await textOf(behind(link))) ?? "")!;
    expect([...boardOf(view).places]).toEqual([["a", { x: 0, y: 0 }], ["b", { x: 10, y: -1 }]]);
    expect([...boardOf(view).pinned]).toEqual(["b"]);
    expect([filtersOf(view).from, [...filtersOf(view).excluded.type], view.name]).toEqual(["2026-01-01", ["Report"], ""]);
  });

  test("leaves behind what was hidden, groups, who said what, and of what grade", () => {
    const view = unpacked(packed(board, filters))!;
    expect([view.ids, view.hidden, view.groups, view.filters.originator, view.filters.reliability]).toEqual([["a", "b"], [], [], [], []]);
    expect(packed(board, filters)).not.toMatch(/AIVD|Actor|"c"|"F"|reliability/);
  });

  test("says nothing that its reader's page would not know: a type or level of a later version", () => {
    const later = toggle(toggle(NO_FILTERS, "type", "Later"), "level", "LATER");
    expect(unpacked(packed(board, later))?.filters).toMatchObject({ type: [], level: [] });
  });

  test("is no link when it is too large for one, and still a file", async () => {
    const large = packed(laid(Array.from({ length: 400 }, random)), NO_FILTERS);
    expect(await linkTo(PAGE, large)).toBeNull();
    expect(unpacked(large)?.ids.length).toBe(400);
    const small = await linkTo(PAGE, packed(laid(Array.from({ length: 150 }, random)), NO_FILTERS));
    expect(small?.length).toBeLessThan(LONGEST);
  });
});

describe("a view that comes in", () => {
  const good = JSON.parse(packed(laid(["a", "b"]), NO_FILTERS)) as Record<string, unknown>;
  const but = (change: Record<string, unknown>): string => JSON.stringify({ ...good, ...change });
  const place = (...one: unknown[]): string => but({ records: [one] });
  const filter = (change: Record<string, unknown>): string => but({ filters: { ...(good["filters"] as object), ...change } });

  test("names no more records by a link than one has room for", () => {
    const many = packed(laid(Array.from({ length: MOST_IN_LINK + 1 }, (_, k) => `r${k}`)), NO_FILTERS);
    expect([unpacked(many, MOST_IN_LINK), unpacked(many)?.ids.length]).toEqual([null, MOST_IN_LINK + 1]);
  });

  test("is read when it is whole", () => expect(unpacked(JSON.stringify(good))?.ids).toEqual(["a", "b"]));

  test.each([
    "", "null", "[]", "{", "1", "{}", JSON.stringify([good]), but({ kring: "graph" }), but({ version: 2 }), but({ more: 1 }), but({ records: {} }), but({ records: [] }),
    but({ records: [["a", 0, 0, 0], ["a", 1, 1, 0]] }), but({ records: Array.from({ length: MOST_RECORDS + 1 }, (_, k) => [`r${k}`, 0, 0, 0]) }),
    place("a", 0, 0), place("a", 0, 0, 2), place(1, 0, 0, 0), place("", 0, 0, 0), place("a b", 0, 0, 0), place("x".repeat(65), 0, 0, 0), place("<img>", 0, 0, 0), place("a", 0.5, 0, 0), place("a", null, 0, 0), place("a", 1e9, 0, 0),
    filter({ type: ["Nothing"] }), filter({ level: "NONE" }), filter({ clock: "other" }), filter({ from: "yesterday" }), filter({ to: "2026-13-45" }), filter({ undated: 1 }), filter({ originator: [] }), but({ filters: null }),
    but({ records: undefined, ["__proto__"]: 1 }),
  ])("is refused whole when it is not: case %#", (text) => expect(unpacked(text)).toBeNull());

  test.each(["", "%%%", "é", "AAAA", "cGxhaW4", "+-/_"])("has a text only when it is packed as a link is: %s", async (given) => expect(await textOf(given)).toBeNull());

  test("is unpacked whole, and no further than a view can be", async () => {
    const good = await letters("{}");
    expect([await textOf(good), await textOf(good.slice(0, -2)), await textOf(`${good}AAAA`)]).toEqual(["{}", null, null]);
    const bomb = await letters("a".repeat(500_000));
    expect([bomb.length < 1000, await textOf(bomb)]).toEqual([true, null]);
  });
});
