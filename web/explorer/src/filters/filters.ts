/** Which records pass, and how many of each value there are. Counts are of records on the board, which the caller may see. */
import type { Card } from "../facts/types";
import { isInTime } from "./time";
import type { FacetName, FacetValue, Filters } from "./types";

export const FACETS: readonly FacetName[] = ["type", "originator", "level", "reliability"];
/** How a facet names what has no value. */
export const NO_VALUE = "";

export function valueOf(card: Card, facet: FacetName): string {
  if (facet === "type") return card.type;
  if (facet === "reliability") return typeof card.values[facet] === "string" ? card.values[facet] : NO_VALUE;
  return (facet === "originator" ? card.originator : card.marking?.level) ?? NO_VALUE;
}

export function passes(card: Card, filters: Filters, besides?: FacetName): boolean {
  return isInTime(card, filters) && FACETS.every((facet) => facet === besides || !filters.excluded[facet].has(valueOf(card, facet)));
}

/** Each value of a facet with the number of records that pass all other filters: what is checked adds up to what is shown. */
export function facetValues(cards: readonly Card[], facet: FacetName, filters: Filters): FacetValue[] {
  const counts = new Map<string, number>();
  for (const card of cards) {
    const value = valueOf(card, facet);
    counts.set(value, (counts.get(value) ?? 0) + (passes(card, filters, facet) ? 1 : 0));
  }
  const listed = [...counts].map(([value, count]) => ({ value, count, included: !filters.excluded[facet].has(value) }));
  return listed.sort((one, two) => (one.value < two.value ? -1 : 1));
}

export function toggle(filters: Filters, facet: FacetName, value: string): Filters {
  const values = new Set(filters.excluded[facet]);
  if (!values.delete(value)) values.add(value);
  return { ...filters, excluded: { ...filters.excluded, [facet]: values } };
}

export function isFiltering(filters: Filters): boolean {
  return filters.from !== null || filters.to !== null || FACETS.some((facet) => filters.excluded[facet].size > 0);
}
