/** What is otherwise since the day that is looked at: two lists of what the reader may see now. Never: a number of what they may not. */
import { el, name } from "../dom";
import type { Explorer } from "../explorer";
import { nameOf } from "../facts/naming";
import type { Card } from "../facts/types";
import { icon } from "../graph/icons";
import type { MessageKey } from "../i18n/en";
import { mark } from "../shell/parts";

export function sincePanel(explorer: Explorer): HTMLElement {
  const { words, load } = explorer;
  const { since } = explorer.state.get();
  const head = el("header", { class: "record-head" }, el("h2", { id: "details-name", tabindex: -1 }, words.t("moment.since", { day: words.day(load.asKnown) })), el("p", { class: "hint" }, words.t("moment.sinceHint")));
  if (!since?.found) return el("article", {}, head, el("p", { class: "hint padded" }, words.t("busy.text")));
  return el("article", { class: "since" }, head, list(explorer, "moment.recorded", since.found.recorded), list(explorer, "moment.withdrawn", since.found.withdrawn));
}

function list(explorer: Explorer, title: MessageKey, cards: readonly Card[]): HTMLElement {
  const { words } = explorer;
  const row = (card: Card): HTMLElement => el("li", { class: "member", "data-id": card.id }, icon(card.type), el("span", { class: "record-text" }, name(nameOf(card, words)), mark(card, words)));
  const rows = cards.length > 0 ? el("ul", { class: "members" }, ...cards.map(row)) : el("p", { class: "hint" }, words.t("moment.nothing"));
  return el("section", { class: "block" }, el("h3", {}, words.t(title)), rows);
}
