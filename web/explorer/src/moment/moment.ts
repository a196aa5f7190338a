/** A day of the past as the whole page looks at it: what was recorded by its end and not yet withdrawn, under the rights of now. Pure. */
import type { Card, Link } from "../facts/types";

/** A day as people write it in a date field: `2026-03-16`. */
export type Day = string;
const DAY = /^\d{4}-\d\d-\d\d$/;
const LENGTH_MS = 86_400_000;
const OPERATION = /^query (\w+)(?:\(([^)]*)\))?/;
const made = new Map<string, string>();

export function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(Date.parse(text));
}

/** The last instant of a day, as the API takes it. */
export function endOf(day: Day): string {
  return `${day}T23:59:59.999Z`;
}

/** A document of the page as it asks for a day that is past: again a constant text, with the day as a variable. */
export function asKnown(document: string): string {
  const known = made.get(document);
  if (known !== undefined) return known;
  const text = document.replace(OPERATION, (_, name: string, variables?: string) => `query ${name}(${variables ? `${variables}, ` : ""}$asKnown: String!) @asOf(recorded: $asKnown)`);
  made.set(document, text);
  return text;
}

/** From the day before the first of these was recorded to the day of the last; null when none of them says. */
export function reach(statements: readonly (Card | Link)[]): { readonly from: Day; readonly to: Day } | null {
  const days = statements.flatMap((one) => one.recordedAt?.slice(0, 10) ?? []).filter(isDay).sort();
  const [first, last] = [days[0], days.at(-1)];
  return first === undefined || last === undefined ? null : { from: later(first, -1), to: last };
}

export function later(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * LENGTH_MS).toISOString().slice(0, 10);
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / LENGTH_MS);
}

/** What of a canvas is otherwise now than it was known then; both as the same reader may see it, under the same rights. */
export interface Changed {
  readonly recorded: readonly Card[];
  readonly withdrawn: readonly Card[];
}

export function changed(then: readonly Card[], now: readonly Card[]): Changed {
  return { recorded: without(now, then), withdrawn: without(then, now) };
}

function without(cards: readonly Card[], others: readonly Card[]): readonly Card[] {
  const there = new Set(others.map((card) => card.id));
  return cards.filter((card) => !there.has(card.id));
}
