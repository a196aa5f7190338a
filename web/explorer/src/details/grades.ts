/** The grades of a statement in words, beside who asserts it and when. Never: a statement's worth worked out from them. */
import { isEmpty } from "../facts/naming";
import type { Value } from "../facts/types";
import type { Words } from "../i18n/i18n";
import { GRADES, type Property } from "../ontology/ontology";

export function isGrade(property: Property): boolean {
  return GRADES.some((one) => one.name === property.name);
}

/** What is said of a property, for reading. */
export function said(property: Property, value: Value | undefined, words: Words): string {
  const grade = GRADES.find((one) => one.name === property.name);
  return grade && typeof value === "string" ? words.named(grade.name, value) : words.value(value);
}

/** Each grade that is told among these values, by its name. */
export function grades(values: Readonly<Record<string, Value>>, words: Words): (readonly [string, string])[] {
  return GRADES.filter((one) => !isEmpty(values[one.name])).map((one) => [words.property(one), said(one, values[one.name], words)] as const);
}
