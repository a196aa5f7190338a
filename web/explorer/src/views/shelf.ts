/** Where views are kept for now: this browser, by person. Opening asks every record again. */
import type { BoardActions } from "../board/actions";
import type { Board } from "../board/types";
import type { Explorer } from "../explorer";
import type { Filters } from "../filters/types";
import type { GraphPort } from "../graph/port";
import { boardOf, filtersOf, readViews, saved } from "./views";
import type { SavedView } from "./types";

const LAST = "last";

export class Shelf {
  private kept: { readonly board: Board; readonly filters: Filters } | null = null;

  constructor(
    private readonly explorer: Explorer,
    private readonly actions: BoardActions,
    private readonly graph: GraphPort,
    private readonly storage: Storage = localStorage,
  ) {}

  private key(part: string): string {
    return `kring.explorer.${part}.${this.explorer.session.facts.user}`;
  }

  list(): SavedView[] {
    return readViews(this.storage.getItem(this.key("views")));
  }

  save(name: string): void {
    const { history, filters } = this.explorer.state.get();
    const others = this.list().filter((view) => view.name !== name);
    this.write("views", [saved(name, history.present, filters, new Date().toISOString()), ...others]);
    this.explorer.say(this.explorer.words.t("say.saved"));
    this.explorer.state.touch();
  }

  remove(name: string): void {
    this.write("views", this.list().filter((view) => view.name !== name));
    this.explorer.state.touch();
  }

  private write(part: string, views: readonly SavedView[]): void {
    try {
      this.storage.setItem(this.key(part), JSON.stringify(views));
    } catch {
      this.explorer.say(this.explorer.words.t("fault.unavailable"));
    }
  }

  /** Lay a view out: its records appear as they are served; what is not served now is not part of it. */
  async open(view: SavedView): Promise<void> {
    const { explorer } = this;
    explorer.change("step.view", boardOf(view));
    explorer.state.set({ filters: filtersOf(view), selection: [], focus: null });
    const served = await explorer.attempt((signal) => explorer.load.cards(view.ids, signal));
    if (!served) return;
    const seen = new Set(served.map((card) => card.id));
    explorer.withdraw(new Set(view.ids.filter((id) => !seen.has(id))));
    explorer.say(explorer.words.t("views.opened", { n: seen.size }));
    this.graph.fit();
    await this.actions.tie(served);
    this.graph.reveal([...seen]);
  }

  /** Keep the canvas of this tab, so that a reload brings it back. */
  keep(): void {
    const { history, filters } = this.explorer.state.get();
    if (this.kept?.board === history.present && this.kept.filters === filters) return;
    this.kept = { board: history.present, filters };
    sessionStorage.setItem(this.key(LAST), JSON.stringify([saved(LAST, history.present, filters, "")]));
  }

  private last(): SavedView | undefined {
    return readViews(sessionStorage.getItem(this.key(LAST))).find((view) => view.ids.length > 0);
  }

  hasLast(): boolean {
    return this.last() !== undefined;
  }

  async restore(): Promise<void> {
    const last = this.last();
    if (last) await this.open(last);
  }
}
