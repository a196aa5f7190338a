import { describe, expect, test } from "vitest";
import * as changes from "../src/board/changes";
import { amend, push, redo, start, undo } from "../src/board/history";
import { placeNear, ROOM } from "../src/board/placement";
import { EMPTY } from "../src/board/types";
import { sightKeeper, sightOf } from "../src/board/visible";
import { Facts } from "../src/facts/facts";
import { NO_FILTERS } from "../src/filters/types";
import { card, link } from "./samples";

const at = (x: number, y: number) => ({ x, y });
const two = changes.add(EMPTY, ["a", "b"], new Map([["a", at(0, 0)], ["b", at(200, 0)]]));

describe("history", () => {
  test("undo gives back the exact board, and redo the one after it", () => {
    const before = start(two);
    const after = push(before, "step.expand", changes.add(two, ["c"], new Map([["c", at(5, 5)], ["a", at(9, 9)]])));
    expect(undo(after).present).toBe(two);
    expect(redo(undo(after)).present).toBe(after.present);
  });

  test("a layout that settles changes the step, not the way back", () => {
    const settled = amend(push(start(two), "step.add", changes.add(two, ["c"], new Map())), changes.move(two, new Map([["a", at(1, 1)]])));
    expect(undo(settled).present).toBe(two);
  });

  test("a new step forgets what was undone; an empty history stays as it is", () => {
    const undone = undo(push(start(two), "step.hide", changes.hide(two, ["a"])));
    expect(push(undone, "step.pin", changes.togglePin(two, ["b"])).future).toEqual([]);
    expect(undo(start(two))).toEqual(start(two));
    expect(redo(start(two))).toEqual(start(two));
  });
});

describe("changes", () => {
  test("what was hidden by hand comes back when it is put on again, once", () => {
    const hidden = changes.hide(two, ["a"]);
    const again = changes.add(hidden, ["a", "a", "c"], new Map());
    expect(again.ids).toEqual(["a", "b", "c"]);
    expect([...again.hidden]).toEqual([]);
  });

  test("keep only hides the rest, and showing all gives the same set back", () => {
    const kept = changes.keepOnly(two, new Set(["b"]));
    expect([...kept.hidden]).toEqual(["a"]);
    expect(changes.showAll(kept)).toEqual(two);
  });

  test("taking off leaves no trace of a record", () => {
    const full = changes.addGroup(changes.togglePin(changes.hide(two, ["a"]), ["a"]), { id: "g", anchor: "a", anchorType: "Person", field: "uses" }, at(1, 1));
    expect(JSON.stringify(Object.values(changes.remove(full, new Set(["a"]))).map((part) => (part instanceof Map || part instanceof Set ? [...part] : part)))).not.toContain('"a"');
  });

  test("pinning pins all, then loosens all", () => {
    const one = changes.togglePin(two, ["a"]);
    const both = changes.togglePin(one, ["a", "b"]);
    expect([...both.pinned].sort()).toEqual(["a", "b"]);
    expect([...changes.togglePin(both, ["a", "b"]).pinned]).toEqual([]);
  });
});

describe("placement", () => {
  test("200 newcomers get ground of their own near the anchor, and always the same", () => {
    const taken = [at(0, 0), at(120, 40), at(-90, 60)];
    const ids = Array.from({ length: 200 }, (_, k) => `n${k}`);
    const places = placeNear(ids, at(0, 0), taken);
    const all = [...taken, ...places.values()];
    const nearest = Math.min(...all.flatMap((one, k) => all.slice(k + 1).map((other) => Math.hypot(one.x - other.x, one.y - other.y))));
    expect(nearest).toBeGreaterThanOrEqual(ROOM - 1);
    expect(placeNear(ids, at(0, 0), taken)).toEqual(places);
  });
});

describe("sight", () => {
  const facts = new Facts();
  facts.putCards([card("a"), card("b", { originator: "OM" }), card("c")]);
  facts.putAround("a", [], [link("a", "b"), link("b", "c"), link("c", "elsewhere")]);

  test("links are drawn only among what is in sight", () => {
    const board = changes.add(two, ["c"], new Map());
    expect(sightOf(board, facts, NO_FILTERS).links.map((one) => one.id)).toEqual(["a>b", "b>c"]);
    expect(sightOf(changes.hide(board, ["b"]), facts, NO_FILTERS).links).toEqual([]);
  });

  test("what is no longer served is in no board that comes back", () => {
    const own = new Facts();
    own.putCards([card("a"), card("b")]);
    const look = sightKeeper(own);
    expect(look(two, NO_FILTERS).cards).toHaveLength(2);
    own.drop(new Set(["a"]));
    expect(look(two, NO_FILTERS).cards.map((one) => one.id)).toEqual(["b"]);
  });
});
