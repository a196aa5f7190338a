/** The search box and its results: a combobox whose list is grouped by type. */
import type { BoardActions } from "../board/actions";
import { el, fillWith, name } from "../dom";
import type { Explorer } from "../explorer";
import { nameOf } from "../facts/naming";
import type { Card } from "../facts/types";
import { icon, toolIcon } from "../graph/icons";
import { mark } from "../shell/parts";
import { grouped, Searcher } from "./search";

export class SearchPanel {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  private readonly list = el("div", { class: "results", id: "search-results", role: "listbox" });
  private readonly note = el("p", { class: "hint", id: "search-hint" });
  private readonly all = el("button", { type: "button", class: "button quiet", onclick: () => this.addAll() });
  private active = -1;

  constructor(
    private readonly explorer: Explorer,
    private readonly actions: BoardActions,
  ) {
    const searcher = new Searcher(explorer);
    this.input = el("input", {
      type: "text", id: "search", role: "combobox", autocomplete: "off", spellcheck: "false", dir: "auto", maxlength: 500, "aria-controls": "search-results",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-describedby": "search-hint",
      oninput: () => { this.active = -1; searcher.typed(this.input.value); }, onkeydown: (event: KeyboardEvent) => this.pressed(event),
    });
    this.element = el("section", { class: "search" }, el("label", { for: "search", class: "visually-hidden" }), el("div", { class: "search-box" }, toolIcon("search"), this.input), this.note, this.list, this.all);
    explorer.state.listen(() => this.render());
    this.render();
  }

  private get ordered(): Card[] {
    return grouped(this.explorer.state.get().search.cards).flatMap((group) => group.cards);
  }

  private pressed(event: KeyboardEvent): void {
    const { length } = this.ordered;
    if (event.key === "ArrowDown") this.active = Math.min(this.active + 1, length - 1);
    else if (event.key === "ArrowUp") this.active = Math.max(this.active - 1, -1);
    else if (event.key === "Enter") this.put(this.ordered[Math.max(this.active, 0)]);
    else if (event.key === "Escape" && this.input.value !== "") { this.input.value = ""; this.input.dispatchEvent(new Event("input")); }
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.render();
    this.list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  private put(card: Card | undefined): void {
    if (!card) return;
    this.explorer.state.set({ focus: card.id, selection: [card.id], detail: { kind: "record", id: card.id } });
    this.actions.put([card], "step.add");
  }

  private addAll(): void {
    this.actions.put(this.ordered, "step.add");
  }

  private render(): void {
    const { words } = this.explorer;
    const { search } = this.explorer.state.get();
    this.input.placeholder = words.t("search.placeholder");
    this.element.querySelector("label")?.replaceChildren(words.t("search.label"));
    this.input.setAttribute("aria-expanded", String(search.cards.length > 0));
    this.list.setAttribute("aria-label", words.t("search.label"));
    this.list.setAttribute("aria-busy", String(search.status === "asking"));
    this.note.textContent = this.hint();
    fillWith(this.list, ...this.groups());
    if (this.active >= 0) this.input.setAttribute("aria-activedescendant", `found-${this.active}`);
    else this.input.removeAttribute("aria-activedescendant");
    this.all.hidden = search.cards.length < 2;
    this.all.textContent = words.t("search.addAll");
  }

  private hint(): string {
    const { words } = this.explorer;
    const { search } = this.explorer.state.get();
    if (search.status === "idle") return words.t("search.hint");
    if (search.status === "asking") return words.t("busy.text");
    if (search.cards.length === 0) return words.t("search.none");
    return search.more ? words.t("search.more") : words.count("search.found", search.cards.length);
  }

  private groups(): HTMLElement[] {
    const { words } = this.explorer;
    let place = 0;
    return grouped(this.explorer.state.get().search.cards).map(({ type, cards }) =>
      el("div", { role: "group", "aria-label": words.type(type) }, el("div", { class: "group-title", "aria-hidden": "true" }, icon(type), `${words.type(type)} (${cards.length})`), ...cards.map((card) => this.option(card, place++))),
    );
  }

  private option(card: Card, place: number): HTMLElement {
    const { explorer } = this;
    const there = explorer.board.ids.includes(card.id);
    const attributes = { class: "result", role: "option", id: `found-${place}`, "data-id": card.id, "aria-selected": String(place === this.active), onclick: () => this.put(card) };
    return el("div", attributes, icon(card.type), el("span", { class: "result-text" }, name(nameOf(card, explorer.words)), el("span", { class: "mark-line" }, mark(card, explorer.words), there && el("span", { class: "badge" }, explorer.words.t("search.onBoard")))));
  }
}
