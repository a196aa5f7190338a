/** What is in sight: on the board, not hidden by hand, through the filters. Graph, table, timeline and banner all draw from here. */
import type { Facts } from "../facts/facts";
import type { Card, Id, Link } from "../facts/types";
import { passes } from "../filters/filters";
import type { Filters } from "../filters/types";
import type { Board, Group } from "./types";

export interface Sight {
  /** On the board and served: filters count these. */
  readonly shown: readonly Card[];
  /** Through the filters as well: what is drawn. */
  readonly cards: readonly Card[];
  readonly links: readonly Link[];
  readonly groups: readonly Group[];
  readonly ids: ReadonlySet<Id>;
}

export function sightOf(board: Board, facts: Facts, filters: Filters): Sight {
  const shown = board.ids.filter((id) => !board.hidden.has(id)).flatMap((id) => facts.card(id) ?? []);
  const cards = shown.filter((card) => passes(card, filters));
  const ids = new Set(cards.map((card) => card.id));
  return { shown, cards, ids, links: facts.linksAmong(ids), groups: board.groups.filter((group) => ids.has(group.anchor)) };
}

/** Remembers the last answer for the same inputs. */
export function sightKeeper(facts: Facts): (board: Board, filters: Filters) => Sight {
  let last: { board: Board; filters: Filters; version: number; sight: Sight } | null = null;
  return (board, filters) => {
    if (last?.board !== board || last.filters !== filters || last.version !== facts.version) {
      last = { board, filters, version: facts.version, sight: sightOf(board, facts, filters) };
    }
    return last.sight;
  };
}
