/** The explorer as one thing: state, facts, API and who is asking. Features act on it; it knows none of them. */
import { ApiFault, type Api } from "./api";
import { amend, push } from "./board/history";
import type { Board } from "./board/types";
import { remove } from "./board/changes";
import { sightKeeper, type Sight } from "./board/visible";
import { Facts } from "./facts/facts";
import { Loader } from "./facts/loader";
import type { Card, Id } from "./facts/types";
import type { MessageKey } from "./i18n/en";
import type { Words } from "./i18n/i18n";
import type { Session } from "./session";
import type { State } from "./state";
import { Store } from "./store";

export type StepName = Extract<MessageKey, `step.${string}`>;

export class Explorer {
  readonly facts = new Facts();
  readonly load: Loader;
  readonly state: Store<State>;
  /** Speaks to people who listen instead of look; the shell puts a status line behind it. */
  say: (text: string) => void = () => undefined;
  private readonly running = new Set<AbortController>();
  private readonly stalled: { readonly again: () => void; readonly giveUp: () => void }[] = [];
  private readonly look = sightKeeper(this.facts);

  constructor(
    api: Api,
    readonly session: Session,
    first: State,
  ) {
    this.state = new Store(first);
    this.load = new Loader(api, this.facts);
    this.load.onFacts = () => this.state.touchSoon();
  }

  get words(): Words {
    return this.state.get().words;
  }

  get board(): Board {
    return this.state.get().history.present;
  }

  get sight(): Sight {
    const { history, filters } = this.state.get();
    return this.look(history.present, filters);
  }

  card(id: Id): Card | undefined {
    return this.facts.card(id);
  }

  /** One step that can be undone. */
  change(step: StepName, board: Board): void {
    this.state.set({ history: push(this.state.get().history, step, board) });
  }

  /** The end of a step that was taken already: where a layout came to rest. */
  settle(board: Board): void {
    this.state.set({ history: amend(this.state.get().history, board) });
  }

  select(ids: readonly Id[]): void {
    this.state.set({ selection: [...new Set(ids)] });
  }

  /** Run what asks the API: shows that it runs and lets it be cancelled. On a fault it waits: whoever looks on may try again, and
   * then it goes on as if nothing had been, or give up, and then the answer is undefined. What was refused is not tried again, nor is
   * what may only be done `once`. */
  async attempt<T>(task: (signal: AbortSignal) => Promise<T>, often: "again" | "once" = "again"): Promise<T | undefined> {
    const control = new AbortController();
    try {
      const done = await this.counted(control, task(control.signal));
      this.recovered();
      return done;
    } catch (error) {
      if (control.signal.aborted || isAbort(error)) return undefined;
      this.failed(error);
      if (often === "once" || (error instanceof ApiFault && error.kind === "refused")) return undefined;
    }
    return new Promise((settle) => this.stalled.push({ again: () => settle(this.attempt(task)), giveUp: () => settle(undefined) }));
  }

  private async counted<T>(control: AbortController, running: Promise<T>): Promise<T> {
    this.running.add(control);
    this.state.set({ busy: this.running.size });
    try {
      return await running;
    } finally {
      this.running.delete(control);
      this.state.set({ busy: this.running.size });
    }
  }

  /** Try everything again that a fault has held up. */
  retry(): void {
    this.state.set({ fault: null });
    for (const one of this.stalled.splice(0)) one.again();
  }

  giveUp(): void {
    this.state.set({ fault: null });
    for (const one of this.stalled.splice(0)) one.giveUp();
  }

  cancel(): void {
    for (const control of this.running) control.abort();
    this.running.clear();
    this.state.set({ busy: 0, question: null });
  }

  /** Show why there is no answer; what is no such fault is a bug and goes on up. */
  failed(error: unknown): void {
    if (isAbort(error)) return;
    if (!(error instanceof ApiFault)) throw error;
    this.state.set({ fault: { kind: error.kind, code: error.code } });
  }

  /** Something was answered again: what was held up goes on. */
  recovered(): void {
    const { fault } = this.state.get();
    if (!fault || fault.kind === "refused") return;
    this.say(this.words.t("fault.back"));
    this.retry();
  }

  /** What is no longer served leaves the screen, the selection and the board; undo cannot bring back its content. What was not known on
   * the day that is looked at keeps its place on the board, out of sight, until now is asked again. */
  withdraw(gone: ReadonlySet<Id>): void {
    if (gone.size === 0) return;
    this.facts.drop(gone);
    const { selection, focus, detail, path, analysis, search, since } = this.state.get();
    if (this.load.asKnown === null) this.settle(remove(this.board, gone));
    this.state.set({
      selection: selection.filter((id) => !gone.has(id)),
      focus: focus !== null && gone.has(focus) ? null : focus,
      detail: "id" in detail && gone.has(detail.id) ? { kind: "nothing" } : detail,
      path: path && path.found.some((one) => one.nodes.some((card) => gone.has(card.id))) ? null : path,
      analysis: analysis?.found?.cards.some((card) => gone.has(card.id)) ? null : analysis,
      since: since?.found?.recorded.some((card) => gone.has(card.id)) ? null : since,
      search: { ...search, cards: search.cards.filter((card) => !gone.has(card.id)) },
    });
    this.say(this.words.t("say.withdrawn"));
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
