/** Which pointers name what a record says. Pure: of what the page was served anyway, and by nothing else. */
import type { Id, Whole } from "../facts/types";
import { typeOf } from "../ontology/ontology";

/** That an organisation holds something that matches; of what it holds nothing is known here. */
export interface Pointer {
  readonly id: Id;
  readonly originator: string;
  readonly matched: string;
  readonly ask: string;
  readonly reference: string;
}

/** A pointer, and the one before it in the list, after which the page that asks finds it. */
export interface Hit {
  readonly pointer: Pointer;
  readonly before: Id | null;
}

/** What tells one record from another; anything else that two records both say is no match. */
const TELLING = new Set(["identity", "contact"]);
/** Letters and digits: shorter values stand in too many sentences. */
const SHORTEST = 4;

/** Pointers whose words hold a name or number of the record, whole and whatever its punctuation. */
export function hitsOf(whole: Whole, pointers: readonly Pointer[]): Hit[] {
  const said = spoken(whole).map(words).filter((value) => value.replaceAll(" ", "").length >= SHORTEST);
  const all = pointers.map((pointer, k): Hit => ({ pointer, before: pointers[k - 1]?.id ?? null }));
  return all.filter(({ pointer }) => said.some((value) => ` ${words(pointer.matched)} `.includes(` ${value} `)));
}

function spoken(whole: Whole): string[] {
  const telling = (typeOf(whole.type)?.properties ?? []).filter((one) => TELLING.has(one.fieldClass) && one.kind.startsWith("text"));
  return telling.flatMap((one) => whole.values[one.name] ?? []).map(String);
}

function words(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim();
}
