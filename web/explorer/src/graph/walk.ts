/** Walking the graph with arrow keys: from where you stand along the link that points most in that direction. Pure. */
import type { Point } from "../board/types";
import type { Id, Link } from "../facts/types";

export type Direction = "left" | "right" | "up" | "down";
const ANGLES: Readonly<Record<Direction, number>> = { right: 0, down: Math.PI / 2, left: Math.PI, up: -Math.PI / 2 };
const WIDEST = Math.PI / 2 + 1e-9;

/** The neighbour in that direction, or null when every link leads elsewhere. */
export function step(from: Id, direction: Direction, links: readonly Link[], places: ReadonlyMap<Id, Point>): Id | null {
  const here = places.get(from);
  if (!here) return null;
  let best: { id: Id; off: number; far: number } | null = null;
  for (const id of neighbours(from, links)) {
    const there = places.get(id);
    if (!there) continue;
    const off = turn(Math.atan2(there.y - here.y, there.x - here.x), ANGLES[direction]);
    const far = Math.hypot(there.x - here.x, there.y - here.y);
    if (off <= WIDEST && (!best || off < best.off - 1e-6 || (Math.abs(off - best.off) <= 1e-6 && far < best.far))) best = { id, off, far };
  }
  return best?.id ?? null;
}

export function neighbours(id: Id, links: readonly Link[]): Id[] {
  const found = links.flatMap((link) => (link.from === id ? [link.to] : link.to === id ? [link.from] : []));
  return [...new Set(found)].filter((one) => one !== id).sort();
}

export function degree(id: Id, links: readonly Link[]): number {
  return links.filter((link) => link.from === id || link.to === id).length;
}

function turn(one: number, two: number): number {
  const raw = Math.abs(one - two) % (2 * Math.PI);
  return Math.min(raw, 2 * Math.PI - raw);
}
