/** Statements of several originators on one subject, side by side: each property, and whether they differ. Pure. */
import { isEmpty } from "../facts/naming";
import type { Value, Whole } from "../facts/types";
import { typeOf, type Property } from "../ontology/ontology";
import { isGrade } from "./grades";

export interface Row {
  readonly property: Property;
  /** In the order of the statements; null where one says nothing. */
  readonly said: readonly Value[];
  /** Never of a grade: it is about its own statement, and contests no other. */
  readonly differs: boolean;
}

export function compared(statements: readonly Whole[]): Row[] {
  const properties = new Map<string, Property>();
  for (const one of statements) for (const property of typeOf(one.type)?.properties ?? []) properties.set(property.name, property);
  const rows = [...properties.values()].map((property) => row(property, statements));
  return rows.filter((one) => one.said.some((value) => !isEmpty(value)));
}

function row(property: Property, statements: readonly Whole[]): Row {
  const said = statements.map((one) => one.values[property.name] ?? null);
  const spoken = new Set(said.filter((value) => !isEmpty(value)).map((value) => JSON.stringify(value)));
  return { property, said, differs: spoken.size > 1 && !isGrade(property) };
}
