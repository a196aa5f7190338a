/** The document of an analysis, and its answer. The text is constant, like every document's (decision 0062). */
import { CARD_OF_ANY } from "../facts/documents";
import { readCard, type Raw } from "../facts/read";
import type { Card, Id } from "../facts/types";

export const ANALYSIS = `query Analysis($kind: AnalysisKind!, $about: ID, $days: Int, $hops: Int, $language: Language!) {
  analysis(kind: $kind, about: $about, days: $days, hops: $hops, language: $language, first: 20) {
    report highest { level compartments handling } findings { score reason records } records { ${CARD_OF_ANY} }
  }
}`;

export interface Finding {
  readonly score: number;
  readonly reason: string;
  readonly records: readonly Id[];
}
export interface Analysed {
  readonly report: readonly string[];
  readonly highest: { readonly level: string; readonly compartments: readonly string[]; readonly handling: readonly string[] };
  readonly findings: readonly Finding[];
  readonly cards: readonly Card[];
}
export interface RawAnalysed extends Omit<Analysed, "cards"> {
  readonly records: readonly Raw[];
}

export function readAnalysed({ report, highest, findings, records }: RawAnalysed): Analysed {
  return { report, highest, findings, cards: records.map(readCard) };
}
