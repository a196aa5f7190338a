/** What every file carries: the highest marking of what is in it, who took it, when, and the receipts of what was served. */
import type { Marking } from "../facts/types";
import { highest } from "../facts/marking";
import type { Words } from "../i18n/i18n";

export interface Stamp {
  readonly level: string;
  readonly compartments: readonly string[];
  readonly handling: readonly string[];
  readonly who: string;
  readonly purpose: string;
  readonly when: string;
  readonly receipts: readonly string[];
  /** The day of the past that it shows; null is now. */
  readonly asKnown: string | null;
}

export function stamp(markings: readonly (Marking | null)[], who: string, purpose: string, when: string, receipts: readonly string[], asKnown: string | null = null): Stamp {
  const top = highest(markings);
  return { level: top?.level ?? "unknown", compartments: top?.compartments ?? [], handling: top?.handling ?? [], who, purpose, when, receipts: [...new Set(receipts)], asKnown };
}

/** The stamp in one line, as it stands across a picture: of the receipts the first, without its signature. */
export function told({ level, compartments, who, when, receipts, asKnown }: Stamp, words: Words): string {
  const mark = [words.named("short", level), ...compartments].join(" ");
  const first = receipts[0]?.split(":")[0] ?? "";
  const receipt = receipts.length > 1 ? `${first} +${receipts.length - 1}` : first;
  const line = words.t("export.mark", { level: mark, who, when, receipt });
  return asKnown === null ? line : `${words.t("moment.known", { day: words.day(asKnown) })} · ${line}`;
}
