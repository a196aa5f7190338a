/** The rows of the table: the same records as the graph, sorted. Pure. */
import { rank } from "../facts/marking";
import { nameOf } from "../facts/naming";
import type { Card, Link } from "../facts/types";
import { NO_VALUE, valueOf } from "../filters/filters";
import { spanOf } from "../filters/time";
import type { Words } from "../i18n/i18n";

export const COLUMNS = ["name", "type", "originator", "level", "reliability", "date", "links"] as const;
export type Column = (typeof COLUMNS)[number];
export interface Sorting {
  readonly column: Column;
  readonly rising: boolean;
}
export interface Row {
  readonly card: Card;
  readonly name: string;
  readonly type: string;
  readonly date: number | null;
  readonly links: number;
}

export function rowsOf(cards: readonly Card[], links: readonly Link[], words: Words, sorting: Sorting): Row[] {
  const degrees = new Map<string, number>();
  for (const link of links) for (const id of new Set([link.from, link.to])) degrees.set(id, (degrees.get(id) ?? 0) + 1);
  const rows = cards.map((card) => ({ card, name: nameOf(card, words), type: words.type(card.type), date: dateOf(card), links: degrees.get(card.id) ?? 0 }));
  const compare = new Intl.Collator(words.language, { numeric: true }).compare;
  const sign = sorting.rising ? 1 : -1;
  return rows.sort((one, two) => sign * order(one, two, sorting.column, compare) || (one.card.id < two.card.id ? -1 : 1));
}

/** The columns that these rows fill: a grade, which few records bear, takes room only where one of them does. */
export function columnsOf(rows: readonly Row[]): readonly Column[] {
  const graded = rows.some(({ card }) => valueOf(card, "reliability") !== NO_VALUE);
  return graded ? COLUMNS : COLUMNS.filter((column) => column !== "reliability");
}

function dateOf(card: Card): number | null {
  const start = spanOf(card, "valid")?.start;
  return start === undefined || !Number.isFinite(start) ? null : start;
}

function order(one: Row, two: Row, column: Column, compare: (a: string, b: string) => number): number {
  switch (column) {
    case "name":
    case "type":
      return compare(one[column], two[column]);
    case "originator":
      return compare(one.card.originator ?? "", two.card.originator ?? "");
    case "level":
      return rank(one.card.marking?.level) - rank(two.card.marking?.level);
    case "reliability":
      return compare(valueOf(one.card, column), valueOf(two.card, column));
    case "date":
      return (one.date ?? -Infinity) === (two.date ?? -Infinity) ? 0 : (one.date ?? -Infinity) - (two.date ?? -Infinity);
    case "links":
      return one.links - two.links;
  }
}
