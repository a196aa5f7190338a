/** What a record is called in a list, a picture or a sentence: what its card says, else its type. */
import type { Words } from "../i18n/i18n";
import type { Card, Marking, Value } from "./types";

const NAMED_BY: Readonly<Record<string, readonly string[]>> = {
  Person: ["displayName"],
  Actor: ["label"],
  Threat: ["summary"],
  Measure: ["kind", "target"],
  Organisation: ["name"],
  Report: ["kind", "receivedAt"],
  Assessment: ["kind", "issuedAt"],
  Decision: ["kind", "decidedAt"],
  Case: ["domain", "openedAt"],
  Place: ["kind", "municipality", "address"],
  Event: ["kind", "start"],
  Item: ["value"],
  Source: ["class"],
  User: ["displayName", "role"],
  Knowledge: ["name"],
};

const SEGMENTER = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export function nameOf(card: Card, words: Words): string {
  const names = NAMED_BY[card.type] ?? Object.keys(card.values).slice(0, 1);
  const parts = names.map((name) => words.value(card.values[name])).filter((part) => part !== "");
  return parts.length > 0 ? parts.join(" · ") : words.type(card.type);
}

/** Originator and level: what must stand beside every name. */
export function markOf(statement: { readonly originator: string | null; readonly marking: Marking | null }, words: Words): string {
  return [statement.originator ?? "", words.named("short", statement.marking?.level ?? null)].filter((part) => part !== "").join(" · ");
}

/** At most so many characters as people count them, never half a letter. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const letters: string[] = [];
  for (const { segment } of SEGMENTER.segment(text)) {
    if (letters.length === most) return `${letters.slice(0, -1).join("")}…`;
    letters.push(segment);
  }
  return text;
}

/** A name inside a line of another script's direction: kept apart, so that it cannot turn what follows around. */
export function isolated(text: string): string {
  return `\u2068${text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "")}\u2069`;
}

export function isEmpty(found: Value | undefined): boolean {
  return found === null || found === undefined || found === "" || (Array.isArray(found) && found.length === 0);
}
