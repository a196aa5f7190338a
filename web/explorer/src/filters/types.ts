/** What is left out of sight for now. Values are listed when excluded, so that what comes later is in. */
export type FacetName = "type" | "originator" | "level" | "reliability";
export type Clock = "valid" | "recorded";

export interface Filters {
  readonly excluded: Readonly<Record<FacetName, ReadonlySet<string>>>;
  readonly clock: Clock;
  /** Days, `2026-03-16`, both inclusive. */
  readonly from: string | null;
  readonly to: string | null;
  /** Keep what has no date of its own (a person, an organisation). */
  readonly undated: boolean;
}

export interface FacetValue {
  readonly value: string;
  readonly count: number;
  readonly included: boolean;
}

export const NO_FILTERS: Filters = {
  excluded: { type: new Set(), originator: new Set(), level: new Set(), reliability: new Set() },
  clock: "valid",
  from: null,
  to: null,
  undated: true,
};
