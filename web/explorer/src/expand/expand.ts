/** What stands around a record, by relationship and type at the far end, with exact counts of what the caller may see. Pure. */
import type { Board } from "../board/types";
import type { HopPage, Id, Neighbour } from "../facts/types";

/** More neighbours than this along one hop are one group, never drawn. */
export const GROUP_ABOVE = 200;
/** Relationships that say the same from both ends: both ways are one choice. */
const BOTH_WAYS = new Set(["SAME_AS", "RELATED_TO", "LINKED_TO", "CONNECTED_TO"]);

export interface Choice {
  readonly key: string;
  /** The hops it runs along: one, or both ways of one relationship. */
  readonly fields: readonly string[];
  readonly relationship: string;
  readonly forward: boolean;
  readonly type: string;
  readonly neighbours: readonly Neighbour[];
  /** Neighbours that are not on the board: what choosing it adds. */
  readonly fresh: readonly Neighbour[];
  /** True while only a first page is known, so that the count is "at least". */
  readonly open: boolean;
}

export function choicesOf(pages: readonly HopPage[], board: Board): Choice[] {
  const there = new Set(board.ids.filter((id) => !board.hidden.has(id)));
  const choices = new Map<string, Choice>();
  for (const page of pages) {
    for (const type of [...new Set(page.neighbours.map((one) => one.type))].sort()) {
      const { field, relationship, forward } = page.hop;
      const key = BOTH_WAYS.has(relationship) ? `${relationship}.${type}` : `${field}.${type}`;
      const before = choices.get(key);
      const neighbours = unique([...(before?.neighbours ?? []), ...page.neighbours.filter((one) => one.type === type)]);
      const fresh = neighbours.filter((one) => !there.has(one.id));
      const fields = [...(before?.fields ?? []), field];
      choices.set(key, { key, fields, relationship, forward, type, neighbours, fresh, open: page.cursor !== null || (before?.open ?? false) });
    }
  }
  return [...choices.values()];
}

function unique(neighbours: readonly Neighbour[]): Neighbour[] {
  return [...new Map(neighbours.map((one) => [one.id, one])).values()];
}

/** Can all of it be drawn? A hop that goes on beyond what is known may yet be too long. */
export function isDrawable(choice: Choice): boolean {
  return !choice.open && choice.neighbours.length <= GROUP_ABOVE;
}

/** Neighbours of all choices that are small enough to draw, each once. */
export function allFresh(choices: readonly Choice[]): Id[] {
  return [...new Set(choices.filter(isDrawable).flatMap((one) => one.fresh.map((far) => far.id)))];
}

export function groupId(anchor: Id, field: string): Id {
  return `group:${anchor}:${field}`;
}
