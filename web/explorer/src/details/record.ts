/** One record told in full: marking, properties, provenance, fellow statements, relationships. */
import { el, name } from "../dom";
import type { Explorer } from "../explorer";
import { isEmpty, nameOf } from "../facts/naming";
import { LEVELS } from "../facts/marking";
import type { Card, Link, Whole } from "../facts/types";
import { icon } from "../graph/icons";
import type { Words } from "../i18n/i18n";
import { relationshipOf, typeOf } from "../ontology/ontology";
import { level, mark } from "../shell/parts";
import { compared } from "./compare";
import { grades, isGrade, said as saidOf } from "./grades";
import { isWithheld, withheldMark, withheldNote } from "./withheld";

type Pair = readonly [string, string | HTMLElement];

export function pairs(list: readonly Pair[]): HTMLElement {
  const told = list.filter(([, value]) => value !== "");
  return el("dl", { class: "pairs" }, ...told.map(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", { dir: "auto" }, value))));
}

export function heading(card: Card, words: Words): HTMLElement {
  const full = (LEVELS as readonly string[]).includes(card.marking?.level ?? "") ? words.named("level", card.marking?.level ?? null) : words.t("level.unknown");
  return el(
    "header",
    { class: "record-head" },
    el("p", { class: "kind" }, icon(card.type), words.type(card.type)),
    el("h2", { id: "details-name", tabindex: -1 }, name(nameOf(card, words))),
    el("p", { class: "marking-line" }, level(card.marking?.level ?? null, words), ` ${full}`),
  );
}

export function properties(whole: Whole, words: Words): HTMLElement {
  const declared = (typeOf(whole.type)?.properties ?? []).filter((one) => !isGrade(one));
  const told = declared.filter((one) => !isEmpty(whole.values[one.name]));
  const list = told.map((one): Pair => [words.property(one), words.value(whole.values[one.name])]);
  const nothing = el("p", { class: "hint" }, words.t("details.noProperties"));
  return el("section", { class: "block" }, el("h3", {}, words.t("details.properties")), list.length > 0 ? pairs(list) : nothing, withheldNote(whole, words));
}

export function provenance(whole: Whole, words: Words): HTMLElement {
  const { marking } = whole;
  const valid = whole.validFrom === null && whole.validTo === null ? "" : `${words.day(whole.validFrom)} – ${words.day(whole.validTo)}`;
  const list: Pair[] = [
    [words.t("details.originator"), whole.originator ?? ""],
    [words.t("details.recorded"), words.day(whole.recordedAt)],
    ...grades(whole.values, words),
    [words.t("details.valid"), valid],
    [words.t("details.source"), whole.sourceSystem ?? ""],
    [words.t("details.external"), whole.externalId ?? ""],
    [words.t("details.scheme"), marking?.scheme ?? ""],
    [words.t("details.regime"), marking?.regime ?? ""],
    [words.t("details.compartments"), marking?.compartments.join(" · ") ?? ""],
    [words.t("details.handling"), (marking?.handling ?? []).map((one) => words.handling(one)).join(" · ")],
  ];
  return el("section", { class: "block" }, el("h3", {}, words.t("details.provenance")), pairs(list));
}

/** What several originators say of the same subject: a column each, a mark where they differ. */
export function statements(explorer: Explorer, members: readonly Whole[]): HTMLElement {
  const { words } = explorer;
  const title = el("h3", {}, words.t("details.statements"));
  if (members.length < 2) return el("section", { class: "block" }, title, el("p", { class: "hint" }, words.t("details.noStatements")));
  const head = el("tr", {}, el("td", {}), ...members.map((one) => el("th", { scope: "col" }, mark(one, words), el("span", { class: "hint" }, words.day(one.recordedAt)))));
  const rows = compared(members).map(({ property, said, differs }) =>
    el("tr", { class: differs ? "differs" : "" }, el("th", { scope: "row" }, words.property(property), differs && el("span", { class: "badge" }, words.t("details.difference"))), ...said.map((value, place) => el("td", { dir: "auto" }, isWithheld(members[place], property) ? withheldMark(words) : saidOf(property, value, words)))),
  );
  return el("section", { class: "block" }, title, el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": words.t("details.statements") }, el("table", { class: "compare" }, el("thead", {}, head), el("tbody", {}, ...rows))));
}

/** One relationship told in full: it is a statement with an originator and a marking of its own. */
export function linkDetails(explorer: Explorer, link: Link): HTMLElement {
  const { words } = explorer;
  const end = (id: string): HTMLElement => name(((card) => (card ? nameOf(card, words) : ""))(explorer.card(id)));
  const own = (relationshipOf(link.relationship)?.properties ?? []).filter((one) => !isGrade(one));
  const told = own.filter((one) => !isEmpty(link.values[one.name])).map((one): Pair => [words.property(one), words.value(link.values[one.name])]);
  const list: Pair[] = [...told, [words.t("details.originator"), link.originator ?? ""], [words.t("details.recorded"), words.day(link.recordedAt)], ...grades(link.values, words), [words.t("details.regime"), link.marking?.regime ?? ""], [words.t("details.handling"), (link.marking?.handling ?? []).map((one) => words.handling(one)).join(" · ")]];
  return el(
    "article",
    { "aria-labelledby": "details-name" },
    el("header", { class: "record-head" }, el("p", { class: "kind" }, words.t("details.link")), el("h2", { id: "details-name", tabindex: -1 }, end(link.from), ` ${words.relation(link.relationship, true)} `, end(link.to)), el("p", { class: "marking-line" }, mark(link, words))),
    el("section", { class: "block" }, el("h3", {}, words.t("details.provenance")), pairs(list)),
  );
}
