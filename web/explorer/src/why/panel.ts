/** The grants under which a record is seen, each with who gave it, on which ground, and until when. Of rights of now alone. */
import { el } from "../dom";
import type { Id } from "../facts/types";
import type { Words } from "../i18n/i18n";
import { button } from "../shell/parts";
import type { Explained, Opening, Why } from "./why";

export function whyPanel(why: Why, id: Id, words: Words): HTMLElement {
  const explained = why.of(id);
  if (!explained) return el("section", { class: "block" }, button(words, "why.title", () => void why.open(id)));
  return el("section", { class: "block why" }, el("h3", { tabindex: -1, "data-key": "why.title" }, words.t("why.title")), el("ul", {}, ...explained.grants.map((one) => el("li", {}, ...sentence(one, words)))), el("p", { class: "hint" }, rest(explained, words)));
}

function sentence(one: Opening, words: Words): (string | HTMLElement)[] {
  const who = one.approvals.map(({ organisation, user }) => `${user} (${organisation})`).join(", ");
  const said = words.t("why.grant", { grantor: one.grantor, grantee: one.grantee, basis: one.legalBasis, until: words.day(one.until) });
  return [el("strong", {}, el("bdi", {}, one.id)), ` ${said}`, who === "" ? "" : ` ${words.t("why.approved", { who })}`];
}

function rest(one: Explained, words: Words): string {
  const { regime, regimeArticle: article, policyVersion: policies, tableVersion: table } = one;
  return words.t("why.rest", { regime, article, policies, table });
}
