/** Search as you type: the words go to the API, which looks in the caller's view only. Grouping is pure. */
import type { Explorer } from "../explorer";
import type { Card } from "../facts/types";

export const SHORTEST = 3;
export const FIRST = 40;
/** So much of what was typed is looked for. */
export const LONGEST = 200;
const PAUSE_MS = 140;

export interface TypeGroup {
  readonly type: string;
  readonly cards: readonly Card[];
}

/** Results by type, the fullest first; within a type in the order they came. */
export function grouped(cards: readonly Card[]): TypeGroup[] {
  const groups = new Map<string, Card[]>();
  for (const card of cards) groups.set(card.type, [...(groups.get(card.type) ?? []), card]);
  const listed = [...groups].map(([type, members]) => ({ type, cards: members }));
  return listed.sort((one, two) => two.cards.length - one.cards.length || (one.type < two.type ? -1 : 1));
}

/** What is sent of what was typed: a bounded, well-formed text. */
export function sought(text: string): string {
  return text.trim().slice(0, LONGEST).toWellFormed();
}

/** Does this text ask for a search? */
export function isEnough(text: string): boolean {
  return [...text.trim()].length >= SHORTEST;
}

/** Asks after a pause in typing; an answer that comes too late is thrown away. */
export class Searcher {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private control: AbortController | null = null;

  constructor(private readonly explorer: Explorer) {}

  typed(text: string): void {
    clearTimeout(this.timer);
    this.control?.abort();
    const { state } = this.explorer;
    if (!isEnough(text)) return state.set({ search: { text, status: "idle", cards: [], more: false } });
    state.set({ search: { ...state.get().search, text, status: "asking" } });
    this.timer = setTimeout(() => void this.ask(text), PAUSE_MS);
  }

  private async ask(text: string): Promise<void> {
    const control = (this.control = new AbortController());
    const { state } = this.explorer;
    const answer = await this.explorer.attempt((signal) => {
      signal.addEventListener("abort", () => control.abort());
      return this.explorer.load.search(sought(text), FIRST, control.signal).catch((error: unknown) => {
        if (control.signal.aborted) return null;
        throw error;
      });
    });
    if (state.get().search.text !== text) return;
    const found = answer ?? { cards: [], more: false };
    state.set({ search: { text, status: answer ? "done" : "idle", ...found } });
    if (answer) this.explorer.say(found.cards.length === 0 ? this.explorer.words.t("search.none") : this.explorer.words.count("search.found", found.cards.length));
  }
}
