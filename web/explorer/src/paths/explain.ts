/** A path told hop by hop: which link makes each step, in which direction it was asserted, by whom and when. Pure. */
import type { Facts } from "../facts/facts";
import type { Card, FoundPath, Link } from "../facts/types";

export interface PathStep {
  readonly from: Card;
  readonly to: Card;
  /** Every visible link between the two; none when the surroundings are not known. */
  readonly links: readonly Link[];
}

export const SHOWN = 3;

export function steps(path: FoundPath, facts: Facts): PathStep[] {
  return path.nodes.slice(1).flatMap((to, k) => {
    const from = path.nodes[k];
    return from ? [{ from, to, links: facts.linksAmong(new Set([from.id, to.id])) }] : [];
  });
}
