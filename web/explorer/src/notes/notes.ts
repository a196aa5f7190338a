/** Notes and hypotheses: the analyst's own words, never mixed with facts. Marked as high as what they are about. Pure. */
import { highest } from "../facts/marking";
import type { Card, Id } from "../facts/types";

export type NoteKind = "note" | "hypothesis";
export interface Note {
  readonly id: string;
  readonly kind: NoteKind;
  readonly text: string;
  readonly about: readonly Id[];
  /** The highest level of what the note was about when it was written; it does not go down when a record leaves the screen. */
  readonly level: string | null;
  readonly writtenAt: string;
}

export function noted(id: string, kind: NoteKind, text: string, about: readonly Card[], writtenAt: string): Note {
  return { id, kind, text, about: about.map((card) => card.id), level: highest(about.map((card) => card.marking))?.level ?? null, writtenAt };
}

export function readNotes(text: string | null): Note[] {
  try {
    const parsed: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(parsed) ? parsed.filter((one): one is Note => typeof (one as Partial<Note>)?.text === "string" && Array.isArray((one as Partial<Note>).about)) : [];
  } catch {
    return [];
  }
}
