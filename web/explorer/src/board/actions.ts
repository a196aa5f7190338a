/** What somebody does with the board: put on, take off, hide, arrange, go back. */
import type { Explorer, StepName } from "../explorer";
import type { Card, Id } from "../facts/types";
import { NO_FILTERS } from "../filters/types";
import type { GraphPort } from "../graph/port";
import { hopsOf } from "../ontology/ontology";
import * as changes from "./changes";
import * as history from "./history";
import { placeNear } from "./placement";
import type { Board, Group } from "./types";

/** Above so many records somebody is asked first. */
export const ASK_ABOVE = 200;
/** Links of so many new records are waited for before a layout; more would hold up the picture. */
const WAIT_FOR = 60;

export class BoardActions {
  constructor(
    private readonly explorer: Explorer,
    private readonly graph: GraphPort,
  ) {}

  /** Put records on the board around `anchor`, tie them to what is there, arrange. Asks first when they are many. */
  put(cards: readonly Card[], step: StepName, anchor?: Id): void {
    const there = new Set(this.explorer.board.ids.filter((id) => !this.explorer.board.hidden.has(id)));
    const fresh = cards.filter((card) => !there.has(card.id));
    if (fresh.length === 0) return this.explorer.say(this.explorer.words.t("say.nothingNew"));
    if (fresh.length <= ASK_ABOVE) return void this.putNow(cards, fresh, step, anchor);
    const go = (): void => void this.putNow(cards, fresh, step, anchor);
    this.explorer.state.set({ question: { kind: "many", n: fresh.length, go } });
  }

  private async putNow(cards: readonly Card[], fresh: readonly Card[], step: StepName, anchor?: Id): Promise<void> {
    const { explorer } = this;
    explorer.facts.putCards(cards);
    const board = explorer.board;
    const spot = anchor === undefined ? undefined : board.places.get(anchor);
    const homeless = fresh.map((card) => card.id).filter((id) => !board.places.has(id));
    explorer.change(step, changes.add(board, fresh.map((card) => card.id), placeNear(homeless, spot, board.places.values())));
    explorer.state.set({ question: null, focus: explorer.state.get().focus ?? fresh[0]?.id ?? null });
    explorer.say(explorer.words.count("say.added", fresh.length));
    const told = this.tie(fresh);
    if (fresh.length <= WAIT_FOR) await told;
    if (!explorer.state.get().locked && explorer.sight.cards.length > 2) await this.arrange(false);
    this.graph.reveal(fresh.map((card) => card.id));
  }

  /** Ask for the surroundings of new records, so that links among what is on the board are drawn; says how far it is. */
  async tie(cards: readonly Card[]): Promise<void> {
    const { explorer } = this;
    let done = 0;
    const one = async (card: Card, signal: AbortSignal): Promise<void> => {
      await explorer.load.around(card.id, card.type, signal);
      done += 1;
      if (cards.length > WAIT_FOR) explorer.state.set({ tying: { done, of: cards.length } }, true);
      explorer.state.touchSoon();
    };
    await explorer.attempt((signal) => Promise.all(cards.map((card) => one(card, signal))));
    const anchors = new Set(cards.map((card) => card.id));
    await Promise.all(explorer.board.groups.filter((group) => anchors.has(group.anchor)).map((group) => this.recount(group)));
    explorer.state.set({ tying: null });
  }

  /** A group tells how many it holds: its hop is asked to the end. */
  private async recount({ anchor, anchorType, field }: Group): Promise<void> {
    const hop = hopsOf(anchorType).find((one) => one.field === field);
    if (hop) await this.explorer.attempt((signal) => this.explorer.load.wholeHop(anchor, anchorType, hop, signal));
  }

  /** Lay everything out anew, but for what is pinned. `asStep`: it was asked for, so it can be undone by itself. */
  async arrange(asStep: boolean): Promise<void> {
    const { explorer } = this;
    const before = explorer.board;
    const places = await this.graph.arrange(explorer.state.get().layout);
    if (explorer.board !== before) return;
    const after = changes.move(before, places);
    if (!asStep) return explorer.settle(after);
    explorer.change("step.arrange", after);
    this.graph.fit();
    explorer.say(explorer.words.t("say.arranged", { what: explorer.words.t(`tool.layout.${explorer.state.get().layout}`) }));
  }

  hide(ids: readonly Id[]): void {
    if (ids.length > 0) this.step("step.hide", changes.hide(this.explorer.board, ids), ids);
  }

  keepOnly(ids: readonly Id[]): void {
    if (ids.length > 0) this.step("step.keep", changes.keepOnly(this.explorer.board, new Set(ids)));
  }

  remove(ids: readonly Id[]): void {
    if (ids.length > 0) this.step("step.remove", changes.remove(this.explorer.board, new Set(ids)), ids);
  }

  showHidden(): void {
    this.step("step.show", changes.showAll(this.explorer.board));
  }

  pin(ids: readonly Id[]): void {
    if (ids.length > 0) this.step("step.pin", changes.togglePin(this.explorer.board, ids));
  }

  private step(name: StepName, board: Board, gone: readonly Id[] = []): void {
    const away = new Set(gone);
    const { selection, focus } = this.explorer.state.get();
    this.explorer.change(name, board);
    this.explorer.state.set({ selection: selection.filter((id) => !away.has(id)), focus: focus !== null && away.has(focus) ? null : focus });
  }

  undo(): void {
    const last = this.explorer.state.get().history.past.at(-1);
    if (last) this.travel(history.undo(this.explorer.state.get().history), "say.undone", last.label as StepName);
  }

  redo(): void {
    const next = this.explorer.state.get().history.future[0];
    if (next) this.travel(history.redo(this.explorer.state.get().history), "say.redone", next.label as StepName);
  }

  private travel(to: history.History, said: "say.undone" | "say.redone", label: StepName): void {
    const there = new Set([...to.present.ids, ...to.present.groups.map((group) => group.id)]);
    const { selection, focus } = this.explorer.state.get();
    const kept = focus !== null && there.has(focus) ? focus : null;
    this.explorer.state.set({ history: to, selection: selection.filter((id) => there.has(id)), focus: kept, path: null });
    this.explorer.say(this.explorer.words.t(said, { what: this.explorer.words.t(label) }));
    void this.fill(to.present.ids.filter((id) => !this.explorer.card(id)));
  }

  /** A board that comes back may name records that were withdrawn since: they are asked for again, and decided anew. */
  private async fill(ids: readonly Id[]): Promise<void> {
    if (ids.length === 0) return;
    const served = await this.explorer.attempt((signal) => this.explorer.load.cards(ids, signal));
    if (served) await this.tie(served);
  }

  /** Ask everything on the board again, since this is another view: another purpose or day (nothing of the old one may stay in sight
   * meanwhile), or rights that changed. No fact outlives it, links and properties included. */
  async askAgain(because: "purpose" | "day" | "rights"): Promise<void> {
    const { explorer } = this;
    explorer.load.renew();
    const { text } = explorer.state.get().search;
    explorer.state.set({ path: null, analysis: null, since: null, question: null, search: { text, status: "idle", cards: [], more: false } });
    if (because === "purpose") this.forget();
    if (because === "day") explorer.facts.clear();
    const ids = [...explorer.board.ids];
    const served = await explorer.attempt((signal) => explorer.load.cards(ids, signal));
    if (!served) return because === "rights" ? explorer.facts.clear() : undefined;
    const seen = new Set(served.map((card) => card.id));
    explorer.withdraw(new Set(ids.filter((id) => !seen.has(id))));
    explorer.facts.clear();
    explorer.facts.putCards(served);
    await this.tie(served);
  }

  private forget(): void {
    this.explorer.facts.clear();
    this.explorer.state.set({ filters: NO_FILTERS, detail: { kind: "nothing" } });
  }
}
