/** The ontology as data: types, relationships, hops. Never: words for people (i18n) or queries (facts). */
import data from "./ontology.json";

export interface Property {
  readonly name: string;
  readonly kind: string;
  readonly fieldClass: string;
  readonly dutch: string;
  readonly unit: string | null;
}
export interface RecordType {
  readonly name: string;
  readonly plural: string;
  readonly dutch: string;
  readonly properties: readonly Property[];
}
export interface Relationship {
  readonly name: string;
  readonly forward: string;
  readonly backward: string;
  readonly dutch: string;
  readonly ends: readonly (readonly string[])[];
  readonly inPaths: boolean;
  readonly properties: readonly Property[];
}
/** A property that every record and every relationship may carry: how reliable a source is, how credible what it says. */
export interface Grade extends Property {
  readonly name: "reliability" | "credibility";
}
/** One way along one relationship, as seen from a type: a field of the API. */
export interface Hop {
  readonly field: string;
  readonly relationship: string;
  readonly forward: boolean;
  readonly far: readonly string[];
}

export const TYPES: readonly RecordType[] = data.types;
export const RELATIONSHIPS: readonly Relationship[] = data.relationships;
export const GRADES = data.grades as readonly Grade[];
const TYPE_BY_NAME = new Map(TYPES.map((type) => [type.name, type]));
const RELATIONSHIP_BY_NAME = new Map(RELATIONSHIPS.map((one) => [one.name, one]));

export function typeOf(name: string): RecordType | undefined {
  return TYPE_BY_NAME.get(name);
}

export function relationshipOf(name: string): Relationship | undefined {
  return RELATIONSHIP_BY_NAME.get(name);
}

/** Every hop that a record of this type may have, in the order of the ontology. */
export function hopsOf(type: string): readonly Hop[] {
  return RELATIONSHIPS.flatMap((one) => [hop(one, type, true), hop(one, type, false)]).filter((found) => found.far.length > 0);
}

function hop(one: Relationship, type: string, forward: boolean): Hop {
  const near = forward ? 0 : 1;
  const far = one.ends.filter((pair) => pair[near] === type).map((pair) => pair[1 - near] ?? "");
  return { field: forward ? one.forward : one.backward, relationship: one.name, forward, far: [...new Set(far)].sort() };
}
