/** The canvas with what lies over it: the first invitation, the legend, and the line that says where one stands. */
import type { BoardActions } from "../board/actions";
import { el, fillWith, name } from "../dom";
import type { Explorer } from "../explorer";
import { nameOf } from "../facts/naming";
import type { Card } from "../facts/types";
import { icon } from "../graph/icons";
import { recordButton } from "./parts";
import type { Shelf } from "../views/shelf";

export class Stage {
  readonly canvas = el("div", { class: "canvas", tabindex: 0, role: "application", "aria-describedby": "graph-describe", id: "graph" });
  readonly element: HTMLElement;
  private readonly welcome = el("div", { class: "welcome" });
  private readonly legend = el("details", { class: "legend", open: true });
  private readonly describe = el("p", { class: "visually-hidden", id: "graph-describe" });
  private cases: readonly { readonly card: Card; readonly persons: readonly Card[] }[] = [];

  constructor(
    private readonly explorer: Explorer,
    private readonly actions: BoardActions,
    private readonly shelf: Shelf,
    private readonly search: () => void,
  ) {
    this.element = el("div", { class: "stage" }, this.canvas, this.welcome, this.legend, this.describe);
    explorer.state.listen(() => this.render());
    explorer.facts.onClear(() => void this.begin());
    this.render();
  }

  /** Ask for the cases to begin with; another purpose may have others. */
  async begin(): Promise<void> {
    this.cases = [];
    this.cases = (await this.explorer.attempt(() => this.explorer.load.cases())) ?? [];
    this.explorer.facts.putCards(this.cases.map((one) => one.card));
    this.explorer.state.touch();
  }

  private render(): void {
    const { words, board } = this.explorer;
    this.canvas.setAttribute("aria-label", words.t("graph.label"));
    this.describe.textContent = words.t("graph.describe");
    this.welcome.hidden = board.ids.length > 0;
    if (!this.welcome.hidden) this.invite();
    this.explain();
  }

  private invite(): void {
    const { words } = this.explorer;
    const views = this.shelf.list();
    const go = el("button", { type: "button", class: "button primary", "data-key": "start", onclick: this.search }, words.t("start.search"));
    const open = views.slice(0, 5).map((view) => el("li", {}, el("button", { type: "button", class: "button quiet", "data-key": `start.${view.name}`, onclick: () => void this.shelf.open(view) }, el("bdi", {}, view.name))));
    fillWith(
      this.welcome,
      el("h2", {}, words.t("start.title")), el("p", {}, words.t("start.text")), go,
      this.cases.length > 0 && el("section", {}, el("h3", {}, words.t("start.cases")), el("ul", {}, ...this.cases.map((one) => el("li", {}, this.start(one.card, one.persons))))),
      open.length > 0 && el("section", {}, el("h3", {}, words.t("start.views")), el("ul", {}, ...open)),
    );
  }

  private start(card: Card, persons: readonly Card[]): HTMLElement {
    const made = recordButton(this.explorer, card, `case.${card.id}`);
    const names = [...new Set(persons.map((one) => nameOf(one, this.explorer.words)))].map((text) => name(text));
    made.querySelector(".record-text")?.prepend(...(names.length > 0 ? [el("strong", {}, ...names.flatMap((one, k) => (k > 0 ? [" · ", one] : [one])))] : []));
    made.addEventListener("click", () => this.actions.put([card], "step.add"));
    return made;
  }

  /** What is on screen by type, with its number; choosing one selects all of it. */
  private explain(): void {
    const { explorer } = this;
    const { words } = explorer;
    const counts = new Map<string, Card[]>();
    for (const card of explorer.sight.cards) counts.set(card.type, [...(counts.get(card.type) ?? []), card]);
    this.legend.hidden = counts.size === 0;
    const rows = [...counts].sort(([one], [two]) => (one < two ? -1 : 1)).map(([type, cards]) => el("li", {}, el("button", { type: "button", "data-key": `legend.${type}`, onclick: () => explorer.select(cards.map((card) => card.id)) }, icon(type), words.type(type), el("span", { class: "count" }, String(cards.length)))));
    fillWith(this.legend, el("summary", { "data-key": "legend" }, words.t("graph.legend")), el("ul", {}, ...rows));
  }
}
