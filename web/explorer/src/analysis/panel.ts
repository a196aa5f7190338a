/** Analyses of one's own view: a question is chosen, its findings are told as text and as a table, and put on the canvas. */
import type { BoardActions } from "../board/actions";
import { el, fillWith } from "../dom";
import type { Explorer } from "../explorer";
import { nameOf } from "../facts/naming";
import type { Card, Id } from "../facts/types";
import { button, level, recordButton } from "../shell/parts";
import type { Analysed, Finding, Run } from "./document";
import { aboutOf, bounded, KINDS, MOST_DAYS, MOST_HOPS, questionOf, type AnalysisKind } from "./kinds";
import { Questions } from "./questions";

export class AnalysisPanel {
  readonly element = el("div", { class: "analysis scroll" });
  private kind: AnalysisKind | undefined = KINDS[0];
  private readonly days = el("input", { type: "number", min: 1, max: MOST_DAYS, "data-key": "analysis.days" });
  private readonly hops = el("input", { type: "number", min: 0, max: MOST_HOPS, "data-key": "analysis.hops" });

  private readonly long = el("input", { type: "checkbox", "data-key": "analysis.long" });
  private readonly questions: Questions;

  constructor(
    private readonly explorer: Explorer,
    private readonly board: BoardActions,
  ) {
    this.questions = new Questions(explorer);
    explorer.state.listen(() => this.render());
    this.render();
  }

  private async ask(event: Event): Promise<void> {
    event.preventDefault();
    const { explorer, kind } = this;
    const about = kind && aboutOf(kind, explorer.state.get().selection);
    if (!kind || about === undefined) return explorer.say(explorer.words.t("analysis.needOne"));
    const days = kind.days === null ? null : bounded(this.days.value, 1, MOST_DAYS, kind.days);
    const hops = kind.hops === null ? null : bounded(this.hops.value, 0, MOST_HOPS, kind.hops);
    return this.questions.ask({ kind: kind.name, about, days, hops }, this.long.checked);
  }

  private show(found: Analysed, findings: readonly Finding[]): void {
    const ids = new Set(findings.flatMap((one) => one.records));
    const cards = found.cards.filter((card) => ids.has(card.id));
    if (cards.length === 0) return;
    this.board.put(cards, "step.analysis");
    this.explorer.select(cards.map((card) => card.id));
  }

  private render(): void {
    const { explorer } = this;
    if (explorer.state.get().drawer !== "analysis") return this.element.replaceChildren();
    const { analysis } = explorer.state.get();
    const told = analysis?.found ? this.told(analysis.found) : analysis ? this.waiting(analysis.run) : [];
    fillWith(this.element, this.form(), ...told);
  }

  private waiting(run: Run | null): HTMLElement[] {
    const { words, state } = this.explorer;
    if (!run) return [el("p", { class: "hint" }, words.t("busy.text"))];
    const stop = button(words, "analysis.stop", () => state.set({ analysis: null, told: "analysis.ended" }), "small");
    return [el("p", { class: "hint", role: "status" }, words.t(run.state === "READING" ? "analysis.reading" : "analysis.working")), stop];
  }

  private form(): HTMLElement {
    const { words } = this.explorer;
    const { kind } = this;
    const options = KINDS.map((one) => el("option", { value: one.name, selected: one === kind }, questionOf(one, words.language)));
    const choice = el("select", { "data-key": "analysis.kind", onchange: () => this.choose(choice.value) }, ...options);
    const parts: HTMLElement[] = [el("label", { class: "field" }, words.t("analysis.kind"), choice)];
    if (kind?.days != null) parts.push(this.number("analysis.days", this.days, kind.days));
    if (kind?.hops != null) parts.push(this.number("analysis.hops", this.hops, kind.hops));
    const go = el("button", { type: "submit", class: "button primary", "data-key": "analysis.run" }, words.t("analysis.run"));
    parts.push(el("label", { class: "field inline" }, this.long, words.t("analysis.long")));
    return el("form", { class: "row", onsubmit: (event: Event) => void this.ask(event) }, ...parts, go, ...this.hints().map((one) => el("p", { class: "hint" }, one)));
  }

  private number(key: "analysis.days" | "analysis.hops", input: HTMLInputElement, usual: number): HTMLElement {
    if (input.value === "") input.value = String(usual);
    return el("label", { class: "field inline" }, this.explorer.words.t(key), input);
  }

  private choose(called: string): void {
    this.kind = KINDS.find((one) => one.name === called);
    this.days.value = this.hops.value = "";
    this.explorer.state.touch();
  }

  /** What it will be about, as it stands, and of which day. */
  private hints(): string[] {
    const { words, load } = this.explorer;
    return load.asKnown === null ? [this.about()] : [this.about(), words.t("moment.known", { day: words.day(load.asKnown) })];
  }

  private about(): string {
    const { explorer, kind } = this;
    const about = kind && aboutOf(kind, explorer.state.get().selection);
    if (about === undefined) return explorer.words.t("analysis.needOne");
    const card = about === null ? undefined : explorer.card(about);
    return card ? explorer.words.t("analysis.about", { what: nameOf(card, explorer.words) }) : explorer.words.t("analysis.whole");
  }

  private told(found: Analysed): HTMLElement[] {
    const { words } = this.explorer;
    const [question, ...report] = found.report;
    const { compartments, handling } = found.highest;
    const marks = [...compartments, ...handling.map((code) => words.handling(code))];
    const mark = el("p", { class: "mark", "data-key": "analysis.mark" }, words.t("analysis.marked"), " ", level(found.highest.level, words), " ", marks.join(" · "));
    const text = el("section", { class: "block" }, el("h3", {}, question), mark, ...report.map((one) => el("p", {}, one)));
    if (found.findings.length === 0) return [text];
    const all = button(words, "analysis.showAll", () => this.show(found, found.findings), "quiet");
    return [text, all, this.table(found)];
  }

  private table(found: Analysed): HTMLElement {
    const { words } = this.explorer;
    const cards = new Map(found.cards.map((card) => [card.id, card]));
    const names = ["analysis.score", "analysis.what", "analysis.why", "analysis.rests", "analysis.canvas"] as const;
    const head = el("tr", {}, ...names.map((one) => el("th", { scope: "col" }, words.t(one))));
    const rows = found.findings.map((one, k) => this.row(found, one, k, cards));
    return el("table", { class: "twin findings" }, el("caption", { class: "visually-hidden" }, words.t("analysis.title")), el("thead", {}, head), el("tbody", {}, ...rows));
  }

  private row(found: Analysed, one: Finding, k: number, cards: ReadonlyMap<Id, Card>): HTMLElement {
    const { explorer } = this;
    const named = one.records.flatMap((id) => cards.get(id) ?? []).map((card, n) => recordButton(explorer, card, `analysis.${k}.${n}`));
    const draw = button(explorer.words, "analysis.show", () => this.show(found, [one]), "quiet small");
    draw.dataset["key"] = `analysis.show.${k}`;
    draw.setAttribute("aria-label", `${explorer.words.t("analysis.show")}: ${k + 1}`);
    return el("tr", { "data-finding": k }, el("td", { class: "number" }, String(one.score)), el("th", { scope: "row" }, named[0]), el("td", {}, one.reason), el("td", {}, ...named.slice(1)), el("td", {}, draw));
  }
}
