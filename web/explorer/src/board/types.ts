/** What somebody laid out: ids, places, pins. Never a fact: a board shown to another reader shows that reader's own facts. */
import type { Id } from "../facts/types";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Neighbours that are too many to draw: one sign for all of them. It names the hop, not its members. */
export interface Group {
  readonly id: Id;
  readonly anchor: Id;
  readonly anchorType: string;
  readonly field: string;
}

export interface Board {
  readonly ids: readonly Id[];
  readonly hidden: ReadonlySet<Id>;
  readonly pinned: ReadonlySet<Id>;
  readonly places: ReadonlyMap<Id, Point>;
  readonly groups: readonly Group[];
}

export const EMPTY: Board = { ids: [], hidden: new Set(), pinned: new Set(), places: new Map(), groups: [] };
