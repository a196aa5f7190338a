/** Asks the API for analyses, at once or in a run, of the day that is looked at. Never: what becomes of an answer. */
import type { Loader } from "../facts/loader";
import { endOf } from "../moment/moment";
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

export async function begin(load: Loader, asked: Asked, signal?: AbortSignal): Promise<Run> {
  const asOf = load.asKnown === null ? null : endOf(load.asKnown);
  return (await load.askNow<{ run: Run }>(BEGIN, { ...asked, asOf }, signal)).data.run;
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

export async function end(load: Loader, id: string): Promise<void> {
  await load.askNow(END, { id });
}

/** Cards become facts, so that names open like any other. */
function kept(load: Loader, raw: RawAnalysed): Analysed {
  const found = readAnalysed(raw);
  load.facts.putCards(found.cards);
  return found;
}
