/** Changes of a board, each a pure function to a new one. */
import type { Id } from "../facts/types";
import type { Board, Group, Point } from "./types";

export type Places = ReadonlyMap<Id, Point>;

/** Put records on the board; one that was hidden by hand comes back. */
export function add(board: Board, ids: readonly Id[], places: Places): Board {
  const there = new Set(board.ids);
  const fresh = [...new Set(ids)].filter((id) => !there.has(id));
  const hidden = new Set([...board.hidden].filter((id) => !ids.includes(id)));
  return { ...board, ids: [...board.ids, ...fresh], hidden, places: new Map([...board.places, ...places]) };
}

export function addGroup(board: Board, group: Group, place: Point): Board {
  if (board.groups.some((one) => one.id === group.id)) return board;
  return { ...board, groups: [...board.groups, group], places: new Map([...board.places, [group.id, place]]) };
}

export function removeGroup(board: Board, id: Id): Board {
  return { ...board, groups: board.groups.filter((one) => one.id !== id) };
}

export function hide(board: Board, ids: Iterable<Id>): Board {
  return { ...board, hidden: new Set([...board.hidden, ...ids]) };
}

export function showAll(board: Board): Board {
  return { ...board, hidden: new Set() };
}

export function keepOnly(board: Board, ids: ReadonlySet<Id>): Board {
  return { ...board, hidden: new Set([...board.hidden, ...board.ids.filter((id) => !ids.has(id))]) };
}

/** Take records off: they are no longer part of the work. */
export function remove(board: Board, ids: ReadonlySet<Id>): Board {
  const keep = (id: Id): boolean => !ids.has(id);
  return {
    ids: board.ids.filter(keep),
    hidden: new Set([...board.hidden].filter(keep)),
    pinned: new Set([...board.pinned].filter(keep)),
    places: new Map([...board.places].filter(([id]) => keep(id))),
    groups: board.groups.filter((group) => keep(group.anchor) && keep(group.id)),
  };
}

/** Pin what is loose; when all of them are pinned, loosen them. */
export function togglePin(board: Board, ids: readonly Id[]): Board {
  const pinned = new Set(board.pinned);
  const all = ids.every((id) => pinned.has(id));
  for (const id of ids) if (all) pinned.delete(id); else pinned.add(id);
  return { ...board, pinned };
}

export function move(board: Board, places: Places): Board {
  return { ...board, places: new Map([...board.places, ...places]) };
}
