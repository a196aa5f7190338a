/** What rights withhold of a record: one mark and one sentence wherever it shows. Never: whether anything is recorded there. */
import { el } from "../dom";
import type { Whole } from "../facts/types";
import type { Words } from "../i18n/i18n";
import { typeOf, type Property } from "../ontology/ontology";

const MARK = "▒▒▒";

export function isWithheld(whole: Whole | undefined, property: Property): boolean {
  return whole?.withheld.includes(property.fieldClass) ?? false;
}

/** Always of one width and one look, whatever it stands for; a screen reader says the words. */
export function withheldMark(words: Words): HTMLElement {
  return el("span", { class: "withheld" }, glyph(), el("span", { class: "visually-hidden" }, words.t("details.withheld")));
}

/** Which fields they are, after those that can be read; nothing when all of them can. */
export function withheldNote(whole: Whole, words: Words): HTMLElement | false {
  const names = (typeOf(whole.type)?.properties ?? []).filter((one) => isWithheld(whole, one)).map((one) => words.property(one));
  if (names.length === 0) return false;
  const list = el("dl", { class: "pairs" }, el("div", {}, el("dt", {}, glyph(), " ", words.t("details.withheld")), el("dd", {}, names.join(" · "))));
  return el("div", { class: "withheld-note" }, list, el("p", { class: "hint" }, words.t("details.withheldHint")));
}

function glyph(): HTMLElement {
  return el("span", { class: "withheld", "aria-hidden": "true" }, MARK);
}
