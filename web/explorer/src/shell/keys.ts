/** The keyboard on the canvas, and the few keys that work everywhere. Letters act only while the canvas has the focus. */
import type { BoardActions } from "../board/actions";
import type { Explorer } from "../explorer";
import { markOf, nameOf } from "../facts/naming";
import type { Id } from "../facts/types";
import type { GraphPort } from "../graph/port";
import { degree, step, type Direction } from "../graph/walk";
import type { PathActions } from "../paths/panel";
import type { Toolbar } from "./toolbar";

const ARROWS: Readonly<Record<string, Direction>> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

export class Keys {
  /** The relationship that was walked along last. */
  private way: Id | null = null;

  constructor(
    private readonly explorer: Explorer,
    private readonly actions: BoardActions,
    private readonly graph: GraphPort,
    private readonly toolbar: Toolbar,
    private readonly paths: PathActions,
    private readonly places: { readonly canvas: HTMLElement; readonly search: HTMLElement; readonly details: HTMLElement },
  ) {
    places.canvas.addEventListener("keydown", (event) => this.onCanvas(event));
    places.canvas.addEventListener("focus", () => this.arrive());
    document.addEventListener("keydown", (event) => this.anywhere(event));
  }

  private anywhere(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const typing = target.matches("input:not([type=checkbox]), textarea, select");
    const held = event.ctrlKey || event.metaKey;
    if (typing) return;
    if (held && event.key.toLowerCase() === "z") event.shiftKey ? this.actions.redo() : this.actions.undo();
    else if (held && event.key.toLowerCase() === "y") this.actions.redo();
    else if (event.key === "/" && !held) this.places.search.focus();
    else if (event.key === "?" && !held) this.explorer.state.set({ helping: true });
    else return;
    event.preventDefault();
  }

  private onCanvas(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      if (event.key.toLowerCase() === "a") { event.preventDefault(); this.explorer.select([...this.explorer.sight.ids]); }
      return;
    }
    const direction = ARROWS[event.key];
    if (direction) this.walk(direction);
    else if (!this.act(event.key)) return;
    event.preventDefault();
  }

  private act(key: string): boolean {
    const { explorer, actions, toolbar } = this;
    const { state } = explorer;
    const deeds: Readonly<Record<string, () => void>> = {
      Enter: () => this.open(), " ": () => this.toggle(), e: () => this.open(), h: () => actions.hide(toolbar.chosen), k: () => actions.keepOnly(state.get().selection),
      n: () => toolbar.selectNeighbours(), p: () => void this.paths.between(), l: () => actions.pin(toolbar.chosen), r: () => this.openWay(), Delete: () => actions.remove(toolbar.chosen),
      "+": () => this.graph.zoom(1.3), "=": () => this.graph.zoom(1.3), "-": () => this.graph.zoom(1 / 1.3), "0": () => this.graph.fit(), Escape: () => state.set({ selection: [], boxing: false }), Home: () => this.first(),
    };
    const deed = deeds[key.length === 1 ? key.toLowerCase() : key];
    deed?.();
    return deed !== undefined;
  }

  private arrive(): void {
    if (this.explorer.state.get().focus === null) this.first();
  }

  private first(): void {
    const card = this.explorer.sight.cards[0];
    if (card) this.stand(card.id);
  }

  private walk(direction: Direction): void {
    const { explorer } = this;
    const { focus } = explorer.state.get();
    if (focus === null || !explorer.sight.ids.has(focus)) return this.first();
    const next = step(focus, direction, explorer.sight.links, explorer.board.places);
    if (next === null) return explorer.say(explorer.words.t("say.noWay"));
    const link = explorer.sight.links.find((one) => (one.from === focus && one.to === next) || (one.to === focus && one.from === next));
    this.way = link?.id ?? null;
    this.stand(next, link ? explorer.words.relation(link.relationship, link.from === focus) : "");
  }

  /** Go to a record and say where one stands: how one came, name, type, marking, links, whether it is chosen. */
  private stand(id: Id, way = ""): void {
    const { explorer } = this;
    const { words } = explorer;
    const card = explorer.card(id);
    if (!card) return;
    explorer.state.set({ focus: id });
    this.graph.reveal([id]);
    const chosen = explorer.state.get().selection.includes(id) ? words.t("say.selected") : "";
    const pinned = explorer.board.pinned.has(id) ? words.t("say.pinned") : "";
    const parts = [way, `${words.type(card.type)} ${nameOf(card, words)}`, markOf(card, words), words.count("say.links", degree(id, explorer.sight.links)), chosen, pinned];
    explorer.say(parts.filter((part) => part !== "").join(", "));
  }

  private open(): void {
    const { focus } = this.explorer.state.get();
    if (focus === null) return;
    this.explorer.state.set({ detail: { kind: "record", id: focus } });
    this.read();
  }

  /** The details of the relationship that one came along: it is a statement of its own. */
  private openWay(): void {
    const { explorer, way } = this;
    if (way === null || !explorer.facts.link(way)) return explorer.say(explorer.words.t("say.noLink"));
    explorer.state.set({ detail: { kind: "link", id: way } });
    this.read();
  }

  private read(): void {
    setTimeout(() => (this.places.details.querySelector<HTMLElement>("#details-name") ?? this.places.details).focus());
  }

  private toggle(): void {
    const { focus, selection } = this.explorer.state.get();
    if (focus === null) return;
    const chosen = selection.includes(focus);
    this.explorer.select(chosen ? selection.filter((id) => id !== focus) : [...selection, focus]);
    this.stand(focus);
  }
}
