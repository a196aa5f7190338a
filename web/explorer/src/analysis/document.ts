/** The document of an analysis, and its answer. The text is constant, like every document's (decision 0062). */
import { CARD_OF_ANY } from "../facts/documents";
import { readCard, type Raw } from "../facts/read";
import type { Card, Id } from "../facts/types";

const FOUND = `report highest { level compartments handling } findings { score reason records } records { ${CARD_OF_ANY} }`;
export const ANALYSIS = `query Analysis($kind: AnalysisKind!, $about: ID, $days: Int, $hops: Int, $language: Language!) {
  analysis(kind: $kind, about: $about, days: $days, hops: $hops, language: $language, first: 20) { ${FOUND} }
}`;
export const BEGIN = `mutation Begin($kind: AnalysisKind!, $about: ID, $days: Int, $hops: Int, $asOf: Instant) {
  run: startAnalysis(kind: $kind, about: $about, days: $days, hops: $hops, asOf: $asOf) { id state }
}`;
export const LOOK = "query Look($id: ID!) { run: analysisRun(id: $id) { id state } }";
export const END = "mutation End($id: ID!) { run: cancelAnalysis(id: $id) { id state } }";
export const RESULT = `query Result($id: ID!, $language: Language!) {
  run: analysisRun(id: $id) { result(first: 20, language: $language) { ${FOUND} } }
}`;

/** How a run ends that has no result. */
export type Ending = "CANCELLED" | "RIGHTS_CHANGED" | "TOO_MUCH_WORK" | "UNAVAILABLE";
type In<State> = { readonly id: string; readonly state: State };
export type Over = In<"DONE"> | In<Ending>;
/** An analysis that takes its time, as the API tells it. */
export type Run = Over | In<"READING"> | In<"WORKING">;

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
