/** The table twin of the graph: the same records and the same selection, for eyes, keys and screen readers. */
import { el, fillWith, name } from "../dom";
import type { Explorer } from "../explorer";
import type { Id } from "../facts/types";
import { valueOf } from "../filters/filters";
import { icon } from "../graph/icons";
import type { MessageKey } from "../i18n/en";
import { level, show } from "../shell/parts";
import { columnsOf, rowsOf, type Column, type Row, type Sorting } from "./rows";

const ROWS_AT_ONCE = 200;

export class TablePanel {
  readonly element = el("div", { class: "table-panel scroll" });
  private sorting: Sorting = { column: "type", rising: true };
  private most = ROWS_AT_ONCE;

  constructor(private readonly explorer: Explorer) {
    explorer.state.listen(() => this.render());
    this.element.addEventListener("keydown", (event) => this.pressed(event));
    this.render();
  }

  private render(): void {
    const { explorer } = this;
    if (explorer.state.get().drawer !== "table") return this.element.replaceChildren();
    const { words, sight } = explorer;
    const rows = rowsOf(sight.cards, sight.links, words, this.sorting);
    const chosen = new Set(explorer.state.get().selection);
    const columns = columnsOf(rows);
    if (rows.length === 0) return fillWith(this.element, el("p", { class: "hint padded" }, words.t("table.empty")));
    const head = el("tr", {}, el("th", { scope: "col", class: "narrow" }, this.all(rows, chosen)), ...columns.map((column) => this.head(column)));
    const body = rows.slice(0, this.most).map((row) => this.row(row, chosen.has(row.card.id), columns));
    const caption = el("caption", { class: "visually-hidden" }, words.t("table.caption"));
    const rest = rows.length - this.most;
    const more = rest > 0 && el("button", { type: "button", class: "button quiet", "data-key": "table.more", onclick: () => { this.most += ROWS_AT_ONCE; this.render(); } }, words.t("table.more", { n: Math.min(rest, ROWS_AT_ONCE) }));
    fillWith(this.element, el("table", { class: "twin", "aria-rowcount": rows.length + 1 }, caption, el("thead", {}, head), el("tbody", {}, ...body)), more);
  }

  /** Selects every record in sight, or none. */
  private all(rows: readonly Row[], chosen: ReadonlySet<Id>): HTMLElement {
    const full = rows.every((row) => chosen.has(row.card.id));
    const tick = el("input", { type: "checkbox", "data-key": "tick.all", "aria-label": this.explorer.words.t("action.selectAll"), onchange: () => this.explorer.select(full ? [] : rows.map((row) => row.card.id)) });
    tick.checked = full;
    tick.indeterminate = !full && chosen.size > 0;
    return tick;
  }

  private head(column: Column): HTMLElement {
    const { words } = this.explorer;
    const here = this.sorting.column === column;
    const sort = (): void => {
      this.sorting = { column, rising: here ? !this.sorting.rising : true };
      this.render();
      this.explorer.say(`${words.t(`table.${column}` as MessageKey)}, ${words.t(this.sorting.rising ? "table.sortAsc" : "table.sortDesc")}`);
    };
    const arrow = el("span", { "aria-hidden": "true", class: "arrow" }, here ? (this.sorting.rising ? "▲" : "▼") : "");
    const label = el("button", { type: "button", class: "sort", "data-key": `sort.${column}`, onclick: sort }, words.t(`table.${column}` as MessageKey), arrow);
    return el("th", { scope: "col", "aria-sort": here ? (this.sorting.rising ? "ascending" : "descending") : "none" }, label);
  }

  private row({ card, name: called, type, date, links }: Row, chosen: boolean, columns: readonly Column[]): HTMLElement {
    const { explorer } = this;
    const { words } = explorer;
    const tick = el("input", { type: "checkbox", "data-key": `tick.${card.id}`, checked: chosen, "aria-label": `${words.t("table.select")}: ${called}`, onchange: () => this.toggle(card.id) });
    tick.checked = chosen;
    const open = el("button", { type: "button", class: "row-name", "data-key": `row.${card.id}`, "data-row": true, onclick: () => show(explorer, card.id) }, icon(card.type), name(called));
    return el(
      "tr",
      { "data-id": card.id, class: chosen ? "chosen" : "" },
      el("td", { class: "narrow" }, tick),
      el("th", { scope: "row" }, open),
      el("td", {}, type),
      el("td", {}, card.originator ?? ""),
      el("td", {}, level(card.marking?.level ?? null, words)),
      columns.includes("reliability") && this.grade(valueOf(card, "reliability")),
      el("td", { class: "number" }, date === null ? "" : words.day(new Date(date).toISOString())),
      el("td", { class: "number" }, String(links)),
    );
  }

  /** The letter, for the words would take the room of a name; they are read out, and shown where the pointer rests. */
  private grade(letter: string): HTMLElement {
    const said = this.explorer.words.named("reliability", letter);
    return el("td", { title: said }, el("span", { "aria-hidden": "true" }, letter), el("span", { class: "visually-hidden" }, said));
  }

  private toggle(id: Id): void {
    const { selection } = this.explorer.state.get();
    this.explorer.select(selection.includes(id) ? selection.filter((one) => one !== id) : [...selection, id]);
    this.explorer.state.set({ focus: id });
  }

  /** Up and down walk the rows. */
  private pressed(event: KeyboardEvent): void {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const names = [...this.element.querySelectorAll<HTMLElement>("[data-row]")];
    const here = names.indexOf(document.activeElement as HTMLElement);
    if (here === -1) return;
    names[here + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    event.preventDefault();
  }
}
