/** Which analyses there are and what each takes: the model's own list. Pure. */
import data from "../ontology/ontology.json";
import type { Language } from "../i18n/i18n";
import type { Id } from "../facts/types";

export interface AnalysisKind {
  readonly name: string;
  readonly english: string;
  readonly dutch: string;
  readonly about: string;
  readonly days: number | null;
  readonly hops: number | null;
}

export const KINDS: readonly AnalysisKind[] = data.analyses;
export const MOST_DAYS = 365;
export const MOST_HOPS = 3;

export function questionOf(kind: AnalysisKind, language: Language): string {
  return language === "nl" ? kind.dutch : kind.english;
}

/** What an analysis of this kind is about when this is selected: a record, nothing, or undefined where one is needed and none chosen. */
export function aboutOf(kind: AnalysisKind, selection: readonly Id[]): Id | null | undefined {
  if (kind.about === "NEVER") return null;
  const only = selection.length === 1 ? (selection[0] ?? null) : null;
  return only === null && kind.about === "ALWAYS" ? undefined : only;
}

/** A number inside its bounds; the usual one for what is none. */
export function bounded(text: string, least: number, most: number, usual: number): number {
  const given = Math.round(Number(text));
  return text.trim() === "" || Number.isNaN(given) ? usual : Math.min(most, Math.max(least, given));
}
