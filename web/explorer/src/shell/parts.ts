/** Small pieces that several panels show alike: markings, names of records, tool buttons. */
import { el, name } from "../dom";
import type { Explorer } from "../explorer";
import { nameOf } from "../facts/naming";
import { rank } from "../facts/marking";
import type { Card, Id, Marking } from "../facts/types";
import { icon, toolIcon, type ToolIcon } from "../graph/icons";
import type { MessageKey } from "../i18n/en";
import type { Words } from "../i18n/i18n";

/** Originator and level, as stands beside every name. */
export function mark(statement: { readonly originator: string | null; readonly marking: Marking | null }, words: Words): HTMLElement {
  return el("span", { class: "mark" }, el("span", { class: "originator" }, statement.originator ?? ""), level(statement.marking?.level ?? null, words));
}

export function level(found: string | null, words: Words): HTMLElement {
  return el("span", { class: `level rank-${rank(found)}` }, words.named("short", found));
}

/** A record as a button that opens its details. */
export function recordButton(explorer: Explorer, card: Card, key: string): HTMLElement {
  return el(
    "button",
    { type: "button", class: "record", "data-key": key, onclick: () => show(explorer, card.id) },
    icon(card.type), el("span", { class: "record-text" }, name(nameOf(card, explorer.words)), mark(card, explorer.words)),
  );
}

export function show(explorer: Explorer, id: Id): void {
  explorer.state.set({ focus: explorer.board.ids.includes(id) ? id : explorer.state.get().focus, detail: { kind: "record", id } });
}

/** A button with a drawing; its words are its name and its hint. */
export function toolButton(which: ToolIcon, key: string, act: () => void): HTMLButtonElement {
  return el("button", { type: "button", class: "tool", "data-key": key, onclick: act }, toolIcon(which));
}

export function named(button: HTMLElement, text: string, on?: boolean): void {
  button.setAttribute("aria-label", text);
  button.title = text;
  if (on !== undefined) button.setAttribute("aria-pressed", String(on));
}

export function button(words: Words, key: MessageKey, act: () => void, style = ""): HTMLButtonElement {
  return el("button", { type: "button", class: `button ${style}`.trim(), "data-key": key, onclick: act }, words.t(key));
}
