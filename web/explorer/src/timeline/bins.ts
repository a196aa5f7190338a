/** The bars of the timeline: how many records were so in each stretch of time. Pure. */
import type { Card } from "../facts/types";
import { spanOf, type Span } from "../filters/time";
import type { Clock } from "../filters/types";

export interface Bin {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}
export interface Histogram {
  readonly bins: readonly Bin[];
  readonly undated: number;
}

const DAY = 86_400_000;

export function histogram(cards: readonly Card[], clock: Clock, most: number): Histogram {
  const spans = cards.flatMap((card) => spanOf(card, clock) ?? []);
  const undated = cards.length - spans.length;
  const moments = spans.flatMap((one) => [one.start, one.end]).filter((one) => Number.isFinite(one));
  if (moments.length === 0) return { bins: [], undated };
  const first = Math.floor(Math.min(...moments) / DAY) * DAY;
  const last = Math.floor(Math.max(...moments) / DAY) * DAY + DAY;
  const width = Math.ceil((last - first) / DAY / most) * DAY;
  const bins = Array.from({ length: Math.ceil((last - first) / width) }, (_, k) => bin(first + k * width, width, spans));
  return { bins, undated };
}

function bin(start: number, width: number, spans: readonly Span[]): Bin {
  const end = start + width;
  return { start, end, count: spans.filter((one) => one.start < end && one.end >= start).length };
}

export function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

/** The days under a stretch of the chart, from one share of its width to another. */
export function brushed(bins: readonly Bin[], one: number, two: number): { from: string; to: string } | null {
  const first = bins[0];
  const last = bins.at(-1);
  if (!first || !last) return null;
  const at = (share: number): number => first.start + Math.min(Math.max(share, 0), 1) * (last.end - first.start);
  return { from: dayOf(at(Math.min(one, two))), to: dayOf(Math.max(at(Math.max(one, two)) - 1, first.start)) };
}
