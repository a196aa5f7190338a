/** What the explorer knows from the API. Everything here was visible to the caller when it was asked for. */
import type { Hop } from "../ontology/ontology";

export type Id = string;
export type Value = string | number | boolean | null | readonly string[];

export interface Marking {
  readonly level: string | null;
  readonly scheme: string | null;
  readonly regime: string | null;
  readonly handling: readonly string[];
  readonly compartments: readonly string[];
}

/** A record with what a picture needs: its name, its dates, its marking. */
export interface Card {
  readonly id: Id;
  readonly type: string;
  readonly originator: string | null;
  readonly recordedAt: string | null;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly marking: Marking | null;
  readonly values: Readonly<Record<string, Value>>;
}

/** A record with every property that the caller may read, and the field classes that rights withhold of it, filled in or not. */
export interface Whole extends Card {
  readonly withheld: readonly string[];
  readonly sourceSystem: string | null;
  readonly externalId: string | null;
}

export interface Link {
  readonly id: Id;
  readonly relationship: string;
  readonly from: Id;
  readonly to: Id;
  readonly originator: string | null;
  readonly recordedAt: string | null;
  readonly marking: Marking | null;
  readonly values: Readonly<Record<string, Value>>;
}

/** What stands at the other end of a link. */
export interface Neighbour {
  readonly id: Id;
  readonly type: string;
  readonly link: Id;
}

/** The neighbours of a record along one hop, as far as they were asked for; `cursor` leads to the rest. */
export interface HopPage {
  readonly hop: Hop;
  readonly neighbours: readonly Neighbour[];
  readonly cursor: string | null;
}

export interface FoundPath {
  readonly hops: number;
  readonly nodes: readonly Card[];
}
