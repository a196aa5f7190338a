/** Classification levels in order. A level that is not known counts as the highest: too careful, never too little. */
import type { Marking } from "./types";

export const LEVELS = ["NONE", "DEP_V", "STG_C", "STG_G", "STG_ZG"] as const;

export function rank(level: string | null | undefined): number {
  const found = (LEVELS as readonly string[]).indexOf(level ?? "");
  return found === -1 ? LEVELS.length : found;
}

export interface Highest {
  readonly level: string | null;
  readonly compartments: readonly string[];
  readonly handling: readonly string[];
}

/** The highest level of these records, and all their compartments and handling codes; null when there is nothing. */
export function highest(markings: readonly (Marking | null)[]): Highest | null {
  if (markings.length === 0) return null;
  const top = markings.reduce<Marking | null>((one, two) => (rank(two?.level) > rank(one?.level) ? two : one), markings[0] ?? null);
  const all = (pick: (marking: Marking) => readonly string[]): string[] => [...new Set(markings.flatMap((one) => (one ? pick(one) : [])))].sort();
  return { level: top?.level ?? null, compartments: all((one) => one.compartments), handling: all((one) => one.handling) };
}
