/** When a record was so: its own dates by type, else the validity its originator gave. Recorded time is the other clock. */
import type { Card } from "../facts/types";
import type { Clock, Filters } from "./types";

export interface Span {
  readonly start: number;
  readonly end: number;
}

const DAY = 86_400_000;
const DATED: Readonly<Record<string, readonly [string, string?]>> = {
  Threat: ["firstSeen", "lastSeen"],
  Measure: ["activeAt"],
  Report: ["receivedAt"],
  Assessment: ["issuedAt"],
  Decision: ["decidedAt"],
  Case: ["openedAt"],
  Event: ["start", "end"],
};

/** First and last moment in milliseconds, or null for what has no date on this clock. */
export function spanOf(card: Card, clock: Clock): Span | null {
  if (clock === "recorded") return span(card.recordedAt, card.recordedAt);
  const [first, last] = DATED[card.type] ?? ["", undefined];
  const own = card.values[first];
  if (typeof own === "string") return span(own, last ? (card.values[last] ?? own) : own);
  if (card.validFrom === null && card.validTo === null) return null;
  return { start: moment(card.validFrom) ?? -Infinity, end: moment(card.validTo) ?? Infinity };
}

function span(first: unknown, last: unknown): Span | null {
  const start = moment(first);
  return start === null ? null : { start, end: moment(last) ?? start };
}

function moment(text: unknown): number | null {
  const found = typeof text === "string" ? Date.parse(text) : NaN;
  return Number.isNaN(found) ? null : found;
}

export function isInTime(card: Card, filters: Filters): boolean {
  if (filters.from === null && filters.to === null) return true;
  const found = spanOf(card, filters.clock);
  if (!found) return filters.undated;
  const from = filters.from === null ? -Infinity : Date.parse(filters.from);
  const to = filters.to === null ? Infinity : Date.parse(filters.to) + DAY - 1;
  return found.start <= to && found.end >= from;
}
