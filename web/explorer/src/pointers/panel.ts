/** That somebody else holds something that matches a record, each with whom to ask and the way to ask. Nothing where nobody says so. */
import { el } from "../dom";
import type { Words } from "../i18n/i18n";
import type { Hit } from "./hits";

/** The terms are asked for on the page that every request by a pointer is made on, beside what is on the canvas. */
export function pointersPanel(hits: readonly Hit[], purpose: string, words: Words): HTMLElement | false {
  if (hits.length === 0) return false;
  return el("section", { class: "block pointers" }, el("h3", {}, words.t("pointers.title")), el("ul", {}, ...hits.map((one) => el("li", {}, ...told(one, purpose, words)))), el("p", { class: "hint" }, words.t("pointers.hint")));
}

function told({ pointer, before }: Hit, purpose: string, words: Words): HTMLElement[] {
  const said = words.t("pointers.said", { who: pointer.originator, whom: pointer.ask, reference: pointer.reference });
  const what = words.t("pointers.askAbout", { what: pointer.matched, reference: pointer.reference });
  return [
    el("p", {}, el("strong", {}, el("bdi", {}, pointer.matched)), ` ${said}`),
    el("a", { class: "button", href: wayTo(pointer.id, before, purpose), target: "_blank", rel: "noopener", "aria-label": what, "data-key": `pointers.${pointer.id}` }, words.t("pointers.ask")),
  ];
}

function wayTo(id: string, before: string | null, purpose: string): string {
  const after = before === null ? "" : `?after=${encodeURIComponent(before)}`;
  return `/pages/${encodeURIComponent(purpose)}/pointers/${encodeURIComponent(id)}${after}`;
}
