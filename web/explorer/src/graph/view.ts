/** The canvas: keeps Cytoscape in step with the state, and turns pointer and keys into actions. */
import cytoscape, { type Core, type EventObject } from "cytoscape";
import dagre from "cytoscape-dagre";
import fcose from "cytoscape-fcose";
import { move, togglePin } from "../board/changes";
import type { Point } from "../board/types";
import type { Explorer } from "../explorer";
import type { Id, Link } from "../facts/types";
import { definition, elementsOf, ORIGIN, type Drawn } from "./elements";
import { fitAll } from "./frame";
import { byCase, caseIndex, layoutOptions, settle, type LayoutName } from "./layouts";
import type { Theme } from "./looks";
import type { GraphPort } from "./port";
import { stylesheet } from "./stylesheet";

cytoscape.use(fcose);
cytoscape.use(dagre as cytoscape.Ext);
/** Up to so many links carry their words at all times; above, only those near what is chosen. */
const TELL_UP_TO = 45;

export class GraphView implements GraphPort {
  readonly cy: Core;
  private drawn = new Map<string, Drawn>();
  private theme: Theme | null = null;

  constructor(
    private readonly box: HTMLElement,
    private readonly explorer: Explorer,
  ) {
    this.cy = cytoscape({
      container: box, minZoom: 0.05, maxZoom: 4, boxSelectionEnabled: false, autoungrabify: false, pixelRatio: "auto",
      textureOnViewport: true, hideEdgesOnViewport: false, motionBlur: false, style: [],
    });
    this.cy.on("tap", (event) => this.tapped(event));
    this.cy.on("dbltap", "node", (event) => explorer.state.set({ focus: event.target.id(), detail: { kind: "expand" } }));
    this.cy.on("dragfree", "node", () => this.dropped());
    this.cy.on("boxend", () => setTimeout(() => this.boxed()));
    new ResizeObserver(() => this.cy.resize()).observe(box);
    explorer.state.listen(() => this.sync());
  }

  /** Make the picture what the state says. */
  sync(): void {
    const { explorer, cy } = this;
    const state = explorer.state.get();
    const next = elementsOf(explorer.sight, explorer.board, explorer.facts, explorer.words);
    cy.batch(() => {
      if (state.theme !== this.theme) cy.style(stylesheet((this.theme = state.theme)));
      for (const id of this.drawn.keys()) if (!next.has(id)) cy.getElementById(id).remove();
      this.update(next);
      this.mark();
    });
    this.drawn = next;
    cy.boxSelectionEnabled(state.boxing);
    cy.userPanningEnabled(!state.boxing);
  }

  private update(next: Map<string, Drawn>): void {
    const fresh: Drawn[] = [];
    for (const [id, drawn] of next) {
      const before = this.drawn.get(id);
      if (!before) fresh.push(drawn);
      else this.amend(id, before, drawn);
    }
    this.cy.add(fresh.map(definition));
  }

  private amend(id: string, before: Drawn, drawn: Drawn): void {
    const element = this.cy.getElementById(id);
    if (Object.entries(drawn.data).some(([name, value]) => before.data[name] !== value)) element.data({ ...drawn.data });
    if (drawn.place !== before.place && !("source" in drawn.data)) element.position({ ...(drawn.place ?? ORIGIN) });
  }

  /** Selection, focus and path as classes; only what changed is touched, since each touch is styled anew. */
  private mark(): void {
    const { selection, focus, path } = this.explorer.state.get();
    const { cy } = this;
    const chosen = new Set(selection);
    cy.nodes(":selected").filter((node) => !chosen.has(node.id())).unselect();
    for (const id of selection) cy.getElementById(id).select();
    this.wear("focus", focus === null ? [] : [focus]);
    this.wear("near", focus === null ? [] : cy.getElementById(focus).connectedEdges().map((edge) => edge.id()));
    this.wear("told", cy.edges().length <= TELL_UP_TO ? cy.edges().map((edge) => edge.id()) : []);
    this.wear("onPath", path && path.drawn !== null ? this.route(path.found[path.drawn]?.nodes.map((card) => card.id) ?? []) : []);
  }

  /** Give a class to exactly these. */
  private wear(name: string, ids: readonly string[]): void {
    const wanted = new Set(ids);
    this.cy.elements(`.${name}`).filter((one) => !wanted.has(one.id())).removeClass(name);
    for (const id of ids) this.cy.getElementById(id).addClass(name);
  }

  private route(ids: readonly Id[]): string[] {
    const between = ids.slice(1).flatMap((id, k) => this.cy.getElementById(ids[k] ?? "").edgesWith(this.cy.getElementById(id)).map((edge) => edge.id()));
    return [...ids, ...between];
  }

  private tapped(event: EventObject): void {
    const { state } = this.explorer;
    if (event.target === this.cy) return state.set({ selection: [] });
    const id: Id = event.target.id();
    if (event.target.isEdge()) return state.set({ detail: this.explorer.facts.link(id) ? { kind: "link", id } : { kind: "nothing" } });
    const press = event.originalEvent as MouseEvent;
    const chosen = state.get().selection;
    const several = press.shiftKey || press.ctrlKey || press.metaKey;
    const selection = !several ? [id] : chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
    state.set({ focus: id, selection, detail: { kind: event.target.data("type") === "group" ? "group" : "record", id } });
  }

  private boxed(): void {
    const ids = this.cy.nodes(":selected").map((node) => node.id());
    this.explorer.state.set({ selection: ids, boxing: false });
  }

  /** What was dragged stays where it was put: it is pinned. */
  private dropped(): void {
    const { board } = this.explorer;
    const moved = new Map<Id, Point>();
    this.cy.nodes().forEach((node) => {
      const { x, y } = node.position();
      const place = board.places.get(node.id());
      if (!place || Math.hypot(place.x - x, place.y - y) > 0.5) moved.set(node.id(), { x, y });
    });
    const loose = [...moved.keys()].filter((id) => !board.pinned.has(id));
    if (moved.size > 0) this.explorer.change("step.move", move(loose.length > 0 ? togglePin(board, loose) : board, moved));
  }

  async arrange(name: LayoutName): Promise<ReadonlyMap<Id, Point>> {
    this.sync();
    this.order();
    const { board } = this.explorer;
    const pinned = new Map([...board.pinned].flatMap((id) => (board.places.has(id) ? [[id, board.places.get(id) ?? ORIGIN] as const] : [])));
    if (name === "case") {
      const links = this.explorer.sight.ids.size > 0 ? this.knownLinks() : [];
      return new Map([...byCase(this.cy.nodes().map((node) => node.id()), caseIndex(links)), ...pinned]);
    }
    const fixed = [...pinned].filter(([id]) => this.cy.getElementById(id).nonempty()).map(([nodeId, position]) => ({ nodeId, position: { ...position } }));
    const places = await settle(this.cy, layoutOptions(name, fixed, this.cy.nodes().length), pinned);
    this.forgetPlaces();
    return places;
  }

  /** Links came in the order of the answers that brought them; layouts and what is drawn over what go by one order. */
  private order(): void {
    const ids = this.cy.edges().map((edge) => edge.id());
    if (ids.every((id, k) => k === 0 || (ids[k - 1] ?? "") < id)) return;
    const sorted = this.cy.edges().sort((one, two) => (one.id() < two.id() ? -1 : 1));
    this.cy.batch(() => sorted.remove().restore());
  }

  /** A layout has moved the drawn nodes; the next look at the state puts them where the board says. */
  private forgetPlaces(): void {
    for (const [id, drawn] of this.drawn) this.drawn.set(id, { ...drawn, place: undefined });
  }

  private knownLinks(): Link[] {
    return [...this.explorer.sight.ids].flatMap((id) =>
      (this.explorer.facts.around(id) ?? []).flatMap((page) => page.neighbours.flatMap((one) => this.explorer.facts.link(one.link) ?? [])),
    );
  }

  fit(): void {
    fitAll(this.cy, this.box);
  }

  zoom(factor: number): void {
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  reveal(ids: readonly Id[]): void {
    this.sync();
    const { x1, y1, x2, y2 } = this.cy.extent();
    const out = ids.some((id) => {
      const { x, y } = this.cy.getElementById(id).position() ?? ORIGIN;
      return x < x1 + 40 || x > x2 - 40 || y < y1 + 40 || y > y2 - 40;
    });
    if (out || this.cy.nodes().length <= ids.length) this.fit();
  }
}
