/** Saving, opening, sharing and deleting views, and sending the canvas out as a file. */
import { el, fillWith } from "../dom";
import type { Explorer } from "../explorer";
import type { Exporter } from "../exports/exporter";
import { FORMATS, type Format } from "../exports/formats";
import { button } from "../shell/parts";
import type { Board } from "../board/types";
import type { Filters } from "../filters/types";
import type { Sharing } from "./sharing";
import type { Shelf } from "./shelf";
import type { SavedView } from "./types";

export class ViewsPanel {
  readonly element: HTMLElement;
  private readonly list = el("div", {});
  /** The link that was made last, of which canvas. */
  private made: { readonly link: string; readonly board: Board; readonly filters: Filters } | null = null;
  private readonly field = el("input", { type: "text", maxlength: 80, dir: "auto", id: "view-name", "aria-describedby": "view-hint" });
  private readonly form = el("form", { class: "row", onsubmit: (event: Event) => this.save(event) }, this.field, el("button", { type: "submit", class: "button" }));

  constructor(
    private readonly explorer: Explorer,
    private readonly shelf: Shelf,
    private readonly exporter: Exporter,
    private readonly sharing: Sharing,
  ) {
    this.element = el("section", { class: "views" }, el("h2", {}), el("label", { for: "view-name", class: "field" }), this.form, el("p", { class: "hint", id: "view-hint" }), this.list);
    explorer.state.listen(() => this.render());
    this.render();
  }

  private save(event: Event): void {
    event.preventDefault();
    const called = this.field.value.trim();
    if (called === "" || this.explorer.board.ids.length === 0) return this.field.focus();
    this.shelf.save(called);
    this.field.value = "";
  }

  private render(): void {
    const { words } = this.explorer;
    this.element.querySelector("h2")?.replaceChildren(words.t("views.title"));
    this.element.querySelector("label")?.replaceChildren(words.t("views.name"));
    this.form.querySelector("button")?.replaceChildren(words.t("views.save"));
    this.element.querySelector("#view-hint")?.replaceChildren(words.t("views.hint"));
    const views = this.shelf.list();
    const rows = views.map((view) => el("li", {}, ...this.row(view)));
    fillWith(this.list, views.length > 0 ? el("ul", { class: "saved" }, ...rows) : el("p", { class: "hint" }, words.t("views.empty")), this.share(), this.exports());
  }

  private row(view: SavedView): HTMLElement[] {
    const { words } = this.explorer;
    const open = el("button", { type: "button", class: "button quiet", "data-key": `open.${view.name}`, onclick: () => void this.shelf.open(view) }, el("bdi", {}, view.name), el("span", { class: "hint" }, words.day(view.savedAt)));
    const remove = button(words, "action.delete", () => this.shelf.remove(view.name), "quiet small");
    remove.dataset["key"] = `delete.${view.name}`;
    remove.setAttribute("aria-label", `${words.t("action.delete")}: ${view.name}`);
    return [open, remove];
  }

  private share(): HTMLElement {
    const { words, board } = this.explorer;
    const empty = board.ids.length === 0;
    const link = button(words, "views.copy", () => void this.copy(), "quiet");
    const file = button(words, "views.file", () => this.sharing.file(), "quiet");
    link.disabled = file.disabled = empty;
    const open = button(words, "views.open", () => this.pick(), "quiet");
    return el("section", { class: "share" }, el("h2", {}, words.t("views.share")), el("div", { class: "wrap" }, link, file, open), this.link(), el("p", { class: "hint" }, words.t("views.shareHint")));
  }

  private async copy(): Promise<void> {
    const { board } = this.explorer;
    const { filters } = this.explorer.state.get();
    const link = await this.sharing.copy();
    this.made = link === null ? null : { link, board, filters };
    this.explorer.state.touch();
  }

  /** The link stands on the page as well, for whoever has no clipboard, while the canvas is the one that it is of. */
  private link(): HTMLElement | null {
    const { made, explorer } = this;
    if (made?.board !== explorer.board || made.filters !== explorer.state.get().filters) return null;
    const field = el("input", { type: "text", readonly: true, value: made.link, "data-key": "views.link", onfocus: () => field.select() });
    return el("label", { class: "field" }, explorer.words.t("views.link"), field);
  }

  private pick(): void {
    const field = el("input", { type: "file", accept: ".json,application/json" });
    field.addEventListener("change", () => field.files?.[0] && void this.sharing.fromFile(field.files[0]));
    field.click();
  }

  private exports(): HTMLElement {
    const { words } = this.explorer;
    const make = (format: Format): HTMLElement => {
      const made = button(words, `export.${format}`, () => void this.exporter.send(format), "quiet");
      made.disabled = this.explorer.sight.cards.length === 0;
      return made;
    };
    return el("section", { class: "exports" }, el("h2", {}, words.t("export.title")), el("div", { class: "wrap" }, ...FORMATS.map(make)), el("p", { class: "hint" }, words.t("export.hint")));
  }
}
