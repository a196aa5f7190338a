/** Asks the API for analyses, at once or in a run, of the day that is looked at. Never: what becomes of an answer. */
import type { Loader } from "../facts/loader";
import { endOf } from "../moment/moment";
import type { Standing } from "../session";
import { ANALYSIS, BEGIN, END, LOOK, readAnalysed, RESULT, type Analysed, type RawAnalysed, type Run } from "./document";

export interface Asked {
  readonly kind: string;
  readonly about: string | null;
  readonly days: number | null;
  readonly hops: number | null;
}

/** What an analysis finds. */
export async function analysed(load: Loader, asked: Asked, language: string, signal?: AbortSignal): Promise<Analysed> {
  const { data } = await load.ask<{ analysis: RawAnalysed }>(ANALYSIS, { ...asked, language }, signal);
  return kept(load, data.analysis);
}

/** Never twice: the second would be another run. Its answer comes whatever is asked for by then, so that the run can be ended. */
export async function begin(load: Loader, asked: Asked, standing: Standing): Promise<Run> {
  const asOf = load.asKnown === null ? null : endOf(load.asKnown);
  return (await load.order<{ run: Run }>(BEGIN, { ...asked, asOf }, { standing, once: true })).run;
}

/** How it stands with a run; null when it is there no more. */
export async function look(load: Loader, id: string, signal?: AbortSignal): Promise<Run | null> {
  return (await load.askNow<{ run: Run | null }>(LOOK, { id }, signal)).data.run;
}

/** What a run found; null when it is there no more, or may not be told any more. */
export async function result(load: Loader, id: string, language: string, signal?: AbortSignal): Promise<Analysed | null> {
  const { data } = await load.askNow<{ run: { result: RawAnalysed | null } | null }>(RESULT, { id, language }, signal);
  return data.run?.result ? kept(load, data.run.result) : null;
}

/** End a run that was begun for this purpose and case, whatever they are now. Should that not arrive, it ends by itself. */
export async function end(load: Loader, id: string, standing: Standing): Promise<void> {
  await load.order(END, { id }, { standing }).catch(() => undefined);
}

/** Cards become facts, so that names open like any other. */
function kept(load: Loader, raw: RawAnalysed): Analysed {
  const found = readAnalysed(raw);
  load.facts.putCards(found.cards);
  return found;
}
