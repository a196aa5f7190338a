/** Puts the parts of the page together. Never: what a part does. */
import { AnalysisPanel } from "../analysis/panel";
import { BoardActions } from "../board/actions";
import { Entities } from "../details/entity";
import { DetailsPanel } from "../details/panel";
import { el } from "../dom";
import { ExpandActions } from "../expand/actions";
import type { Explorer } from "../explorer";
import { Exporter } from "../exports/exporter";
import { FilterPanel } from "../filters/panel";
import type { GraphPort } from "../graph/port";
import { GraphView } from "../graph/view";
import { MomentActions } from "../moment/actions";
import { MomentBand } from "../moment/band";
import { NotesPanel } from "../notes/panel";
import { PathActions } from "../paths/panel";
import { Pointers } from "../pointers/pointers";
import { SearchPanel } from "../search/panel";
import type { DrawerTab, SideTab } from "../state";
import { TablePanel } from "../table/panel";
import { TimelinePanel } from "../timeline/panel";
import { ViewsPanel } from "../views/panel";
import { Sharing } from "../views/sharing";
import { Shelf } from "../views/shelf";
import { Why } from "../why/why";
import { Header } from "./header";
import { Keys } from "./keys";
import { Notices } from "./notices";
import { Stage } from "./stage";
import { tabRow } from "./tabs";
import { Toolbar } from "./toolbar";

const SIDES: readonly SideTab[] = ["search", "filters", "views"];
const DRAWERS: readonly DrawerTab[] = ["table", "timeline", "notes", "analysis"];

export interface Page {
  readonly graph: GraphView;
  readonly board: BoardActions;
  readonly shelf: Shelf;
  readonly sharing: Sharing;
  readonly stage: Stage;
  readonly search: HTMLElement;
}

export function openPage(explorer: Explorer, signIn: string): Page {
  const port = new LatePort();
  const board = new BoardActions(explorer, port);
  const paths = new PathActions(explorer, board);
  const shelf = new Shelf(explorer, board, port);
  const sharing = new Sharing(explorer, shelf);
  const search = new SearchPanel(explorer, board);
  const stage = new Stage(explorer, board, shelf, () => search.input.focus());
  const notices = new Notices(explorer, signIn);
  const entities = new Entities(explorer);
  const details = new DetailsPanel(explorer, board, new ExpandActions(explorer, board), paths, entities, new Why(explorer), new Pointers(explorer));
  const toolbar = new Toolbar(explorer, board, port, paths);
  const moment = new MomentActions(explorer, board);
  const header = new Header(explorer, board, entities, moment);
  explorer.load.onRights = () => void board.askAgain("rights");
  const side = sidePanel(explorer, { search: search.element, filters: new FilterPanel(explorer).element, views: new ViewsPanel(explorer, shelf, new Exporter(explorer), sharing).element });
  const drawer = drawerPanel(explorer, [new TablePanel(explorer).element, new TimelinePanel(explorer).element, new NotesPanel(explorer).element, new AnalysisPanel(explorer, board).element]);
  const footer = el("footer", { class: "page-foot" }, notices.status, el("p", { class: "promise" }));
  const words = (): void => void footer.querySelector(".promise")?.replaceChildren(explorer.words.t("app.footer"));
  explorer.state.listen(words);
  words();
  stage.element.append(toolbar.tally, toolbar.zoom, notices.waiting);
  const centre = el("main", { class: "centre", id: "main" }, toolbar.element, stage.element, drawer);
  document.body.append(...skips(explorer, search.input, stage.canvas), header.element, header.banner, new MomentBand(explorer, moment).element, notices.element, el("div", { class: "columns" }, side, centre, details.element), footer);
  const graph = new GraphView(stage.canvas, explorer);
  port.graph = graph;
  new Keys(explorer, board, graph, toolbar, paths, { canvas: stage.canvas, search: search.input, details: details.element });
  return { graph, board, shelf, sharing, stage, search: search.input };
}

function skips(explorer: Explorer, search: HTMLElement, canvas: HTMLElement): HTMLElement[] {
  const make = (target: HTMLElement): HTMLElement => el("button", { type: "button", class: "skip", onclick: () => target.focus() });
  const made = [make(search), make(canvas)];
  const tell = (): void => {
    made[0]?.replaceChildren(explorer.words.t("app.skipSearch"));
    made[1]?.replaceChildren(explorer.words.t("app.skipGraph"));
  };
  explorer.state.listen(tell);
  tell();
  return made;
}

function sidePanel(explorer: Explorer, panels: Readonly<Record<SideTab, HTMLElement>>): HTMLElement {
  const row = el("div", { class: "tabs", role: "tablist" });
  const box = el("div", { class: "side-body scroll", id: "side-body", role: "tabpanel", tabindex: -1 }, ...SIDES.map((name) => panels[name]));
  const element = el("aside", { class: "side" }, row, box);
  const render = (): void => {
    const { words } = explorer;
    const { side } = explorer.state.get();
    element.setAttribute("aria-label", words.t("panel.left"));
    box.setAttribute("aria-labelledby", `tab-${side}`);
    const labels = { search: words.t("tab.search"), filters: words.t("filter.title"), views: words.t("views.title") };
    tabRow(row, "side-body", SIDES.map((name) => ({ name, label: labels[name] })), side, (name) => explorer.state.set({ side: name }));
    for (const name of SIDES) panels[name].hidden = name !== side;
  };
  explorer.state.listen(render);
  render();
  return element;
}

function drawerPanel(explorer: Explorer, panels: readonly HTMLElement[]): HTMLElement {
  const row = el("div", { class: "tabs", role: "tablist" });
  const box = el("div", { class: "drawer-body", id: "drawer-body", role: "tabpanel", tabindex: -1 }, ...panels);
  const count = el("p", { class: "count-line", id: "count" });
  const element = el("section", { class: "drawer" }, el("div", { class: "drawer-head" }, row, count), box);
  const render = (): void => {
    const { words } = explorer;
    const { drawer } = explorer.state.get();
    element.setAttribute("aria-label", words.t("panel.bottom"));
    box.setAttribute("aria-labelledby", `tab-${drawer}`);
    const labels = { table: words.t("table.title"), timeline: words.t("time.title"), notes: words.t("notes.title"), analysis: words.t("analysis.title") };
    tabRow(row, "drawer-body", DRAWERS.map((name) => ({ name, label: labels[name] })), drawer, (name) => explorer.state.set({ drawer: name }));
    count.textContent = words.count("table.records", explorer.sight.cards.length);
    DRAWERS.forEach((name, k) => void (panels[k] && (panels[k].hidden = name !== drawer)));
  };
  explorer.state.listen(render);
  render();
  return element;
}

/** Stands in for the canvas until it is there: the canvas needs its place on the page first. */
class LatePort implements GraphPort {
  graph: GraphPort | null = null;
  arrange: GraphPort["arrange"] = (name) => this.graph?.arrange(name) ?? Promise.resolve(new Map());
  fit = (): void => this.graph?.fit();
  zoom = (factor: number): void => this.graph?.zoom(factor);
  reveal: GraphPort["reveal"] = (ids) => this.graph?.reveal(ids);
}

