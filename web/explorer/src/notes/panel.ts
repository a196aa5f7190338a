/** The notes of this tab. A draft is kept while it is typed, so that a lost session loses no word. */
import { el, fillWith, name } from "../dom";
import type { Explorer } from "../explorer";
import { nameOf } from "../facts/naming";
import type { Card } from "../facts/types";
import { button, level } from "../shell/parts";
import { noted, readNotes, type Note, type NoteKind } from "./notes";

export class NotesPanel {
  readonly element: HTMLElement;
  private readonly list = el("ul", { class: "notes-list" });
  private readonly text = el("textarea", { id: "note-text", rows: 3, maxlength: 20_000, dir: "auto", "aria-describedby": "note-about note-hint", oninput: () => this.keepDraft() });
  private readonly kind = el("select", { id: "note-kind" });
  private readonly about = el("p", { class: "hint", id: "note-about" });
  private readonly form: HTMLFormElement;

  constructor(
    private readonly explorer: Explorer,
    private readonly storage: Storage = sessionStorage,
  ) {
    this.form = el("form", { onsubmit: (event: Event) => this.add(event) }, el("label", { class: "field", for: "note-text" }), this.text, this.about, el("div", { class: "row" }, el("label", { class: "field inline" }, el("span", {}), this.kind), el("button", { type: "submit", class: "button" })), el("p", { class: "hint", id: "note-hint" }));
    this.element = el("div", { class: "notes scroll" }, el("p", { class: "notes-banner" }), el("div", { class: "notes-body" }, this.form, this.list));
    this.text.value = storage.getItem(this.key("draft")) ?? "";
    explorer.state.listen(() => this.render());
    this.render();
  }

  private key(part: string): string {
    return `kring.explorer.${part}.${this.explorer.session.facts.user}`;
  }

  private get notes(): Note[] {
    return readNotes(this.storage.getItem(this.key("notes")));
  }

  private keepDraft(): void {
    this.storage.setItem(this.key("draft"), this.text.value);
  }

  private get subjects(): Card[] {
    return this.explorer.state.get().selection.flatMap((id) => this.explorer.card(id) ?? []);
  }

  private add(event: Event): void {
    event.preventDefault();
    const text = this.text.value.trim();
    if (text === "") return this.text.focus();
    const about = this.subjects.length > 0 ? this.subjects : this.explorer.sight.cards;
    this.write([noted(crypto.randomUUID(), this.kind.value as NoteKind, text, about, new Date().toISOString()), ...this.notes]);
    this.text.value = "";
    this.keepDraft();
  }

  private write(notes: readonly Note[]): void {
    this.storage.setItem(this.key("notes"), JSON.stringify(notes));
    this.explorer.state.touch();
  }

  private render(): void {
    const { words } = this.explorer;
    this.element.hidden = this.explorer.state.get().drawer !== "notes";
    this.element.querySelector(".notes-banner")?.replaceChildren(words.t("app.notes"));
    this.form.querySelector("label")?.replaceChildren(words.t("notes.label"));
    this.form.querySelector(".inline span")?.replaceChildren(words.t("notes.kind"));
    this.form.querySelector("button")?.replaceChildren(words.t("notes.add"));
    this.form.querySelector("#note-hint")?.replaceChildren(words.t("notes.hint"));
    if (this.kind.lang !== words.language) {
      this.kind.lang = words.language;
      fillWith(this.kind, el("option", { value: "note" }, words.t("notes.note")), el("option", { value: "hypothesis" }, words.t("notes.hypothesis")));
    }
    const names = this.subjects.map((card) => nameOf(card, words)).join(", ");
    this.about.textContent = `${words.t("notes.about")}: ${names === "" ? words.t("notes.nothing") : names}`;
    const notes = this.notes;
    fillWith(this.list, ...(notes.length === 0 ? [el("li", { class: "hint" }, words.t("notes.empty"))] : notes.map((note) => this.row(note))));
  }

  private row(note: Note): HTMLElement {
    const { words } = this.explorer;
    const remove = button(words, "action.delete", () => this.write(this.notes.filter((one) => one.id !== note.id)), "quiet small");
    remove.dataset["key"] = `note.${note.id}`;
    return el("li", { class: `note ${note.kind}` }, el("p", { class: "kind" }, words.t(`notes.${note.kind}`), level(note.level, words), words.day(note.writtenAt)), el("p", { class: "note-text", dir: "auto" }, name(note.text)), remove);
  }
}
