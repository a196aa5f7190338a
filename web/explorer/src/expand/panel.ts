/** The menu of what stands around a record, and the list of a group's members. */
import { el, name } from "../dom";
import type { Explorer } from "../explorer";
import { nameOf } from "../facts/naming";
import type { Card } from "../facts/types";
import type { Group } from "../board/types";
import { icon } from "../graph/icons";
import { button, recordButton } from "../shell/parts";
import type { ExpandActions } from "./actions";
import { allFresh, type Choice } from "./expand";

const NAMES_AT_ONCE = 50;

export function expandMenu(explorer: Explorer, actions: ExpandActions, card: Card): HTMLElement {
  const { words } = explorer;
  const known = explorer.facts.around(card.id);
  if (!known) {
    void actions.open(card);
    const wait = actions.hasGivenUp(card.id) ? button(words, "action.retry", () => void actions.open(card, true)) : el("p", { class: "hint" }, words.t("busy.text"));
    return el("section", { class: "block expand" }, el("h3", {}, words.t("expand.title")), wait);
  }
  const choices = actions.choices(card.id);
  const fresh = allFresh(choices).length;
  const all = el("button", { type: "button", class: "button primary", "data-key": "expand.all", disabled: fresh === 0, onclick: () => void actions.all(card) }, words.t("expand.all", { n: fresh }));
  const list = el("ul", { class: "choices" }, ...choices.map((choice) => el("li", {}, row(explorer, actions, card, choice))));
  return el("section", { class: "block expand" }, el("h3", {}, words.t("expand.title")), choices.length === 0 ? el("p", { class: "hint" }, words.t("expand.none")) : all, list);
}

function row(explorer: Explorer, actions: ExpandActions, card: Card, choice: Choice): HTMLElement {
  const { words } = explorer;
  const count = choice.open ? words.t("expand.more", { n: choice.neighbours.length }) : String(choice.neighbours.length);
  const rest = choice.open || choice.fresh.length > 0;
  return el(
    "button",
    { type: "button", class: "choice", "data-key": choice.key, "data-fresh": choice.fresh.length, disabled: !rest, onclick: () => void actions.along(card, choice) },
    icon(choice.type),
    el("span", { class: "choice-text" }, `${words.relation(choice.relationship, choice.forward)} `, el("strong", {}, words.type(choice.type))),
    !choice.open && choice.fresh.length < choice.neighbours.length && el("span", { class: "hint" }, choice.fresh.length === 0 ? words.t("search.onBoard") : words.t("expand.new", { n: choice.fresh.length })),
    el("span", { class: "count" }, count),
  );
}

/** A group: its members are named on demand, and put on the canvas one by one. */
export function groupPanel(explorer: Explorer, actions: ExpandActions, group: Group): HTMLElement {
  const { words } = explorer;
  const page = explorer.facts.around(group.anchor)?.find((one) => one.hop.field === group.field);
  const members = page?.neighbours ?? [];
  const named = members.flatMap((one) => explorer.card(one.id) ?? []);
  const nameless = members.filter((one) => !explorer.card(one.id)).slice(0, NAMES_AT_ONCE);
  const load = async (): Promise<void> => {
    await explorer.attempt((signal) => explorer.load.cards(nameless.map((one) => one.id), signal));
    explorer.state.touch();
  };
  const rows = named.slice(0, 400).map((card) => el("li", {}, recordButton(explorer, card, `member.${card.id}`), addButton(explorer, actions, group, card)));
  return el(
    "section",
    { class: "block" },
    el("h3", {}, words.t("group.title", { n: members.length })),
    el("p", { class: "hint" }, words.t("group.text")),
    el("ul", { class: "members" }, ...rows),
    nameless.length > 0 && button(words, "group.page", () => void load()),
  );
}

function addButton(explorer: Explorer, actions: ExpandActions, group: Group, card: Card): HTMLElement | false {
  if (explorer.board.ids.includes(card.id)) return false;
  const add = button(explorer.words, "action.add", () => void actions.fetch([card.id], group.anchor), "quiet small");
  add.append(el("span", { class: "visually-hidden" }, " ", name(nameOf(card, explorer.words))));
  return add;
}
