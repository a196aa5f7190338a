/** What every file carries: the highest marking of what is in it, who took it, when, and the receipts of what was served. */
import type { Marking } from "../facts/types";
import { highest } from "../facts/marking";
import type { Words } from "../i18n/i18n";

/** By whom, for what and when; until when it may be kept; the day of the past that it shows, where null is now. */
export interface Taken {
  readonly who: string;
  readonly purpose: string;
  readonly when: string;
  readonly keepUntil: string | null;
  readonly asKnown: string | null;
}

export interface Stamp extends Taken {
  readonly level: string;
  readonly compartments: readonly string[];
  readonly handling: readonly string[];
  readonly receipts: readonly string[];
}

export function stamp(markings: readonly (Marking | null)[], taken: Taken, receipts: readonly string[]): Stamp {
  const top = highest(markings);
  return { level: top?.level ?? "unknown", compartments: top?.compartments ?? [], handling: top?.handling ?? [], receipts: [...new Set(receipts)], ...taken };
}

/** The stamp in one line, as it stands across a picture: of the receipts the first, without its signature.
 *  Rights may end as a day begins, so until when it may be kept is told to the minute before. */
export function told({ level, compartments, who, when, receipts, keepUntil, asKnown }: Stamp, words: Words): string {
  const mark = [words.named("short", level), ...compartments].join(" ");
  const first = receipts[0]?.split(":")[0] ?? "";
  const receipt = receipts.length > 1 ? `${first} +${receipts.length - 1}` : first;
  const stamped = words.t("export.mark", { level: mark, who, when, receipt });
  const line = keepUntil === null ? stamped : `${stamped} · ${words.t("export.keepUntil", { day: words.day(keepUntil), time: keepUntil.slice(11, 16) })}`;
  return asKnown === null ? line : `${words.t("moment.known", { day: words.day(asKnown) })} · ${line}`;
}
