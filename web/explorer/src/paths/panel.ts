/** Paths between two records: asked, told hop by hop, drawn. No path is one constant sentence, whatever the reason. */
import type { BoardActions } from "../board/actions";
import { grades } from "../details/grades";
import { el, name } from "../dom";
import type { Explorer } from "../explorer";
import { nameOf } from "../facts/naming";
import type { Card, FoundPath, Id, Link } from "../facts/types";
import type { Words } from "../i18n/i18n";
import { button, level, recordButton } from "../shell/parts";
import { SHOWN, steps, type PathStep } from "./explain";

export const MOST_HOPS = 8;
export const USUAL_HOPS = 6;

export class PathActions {
  constructor(
    private readonly explorer: Explorer,
    private readonly board: BoardActions,
  ) {}

  /** Paths between the two that are selected, in the order they were chosen. */
  async between(maxHops = this.explorer.state.get().path?.maxHops ?? USUAL_HOPS): Promise<void> {
    const { explorer } = this;
    const [from, to, third] = explorer.state.get().selection;
    if (from === undefined || to === undefined || third !== undefined) return explorer.say(explorer.words.t("path.needTwo"));
    await this.ask(from, to, maxHops);
  }

  async ask(from: Id, to: Id, maxHops: number): Promise<void> {
    const { explorer } = this;
    explorer.state.set({ detail: { kind: "paths" }, path: { from, to, maxHops, status: "asking", found: [], drawn: null } });
    const found = await explorer.attempt((signal) => explorer.load.paths(from, to, maxHops, signal));
    const { path } = explorer.state.get();
    if (path?.from !== from || path.to !== to || path.maxHops !== maxHops) return;
    explorer.state.set({ path: found ? { ...path, status: "done", found: found.slice(0, SHOWN) } : null });
    if (!found) return;
    explorer.say(found.length === 0 ? explorer.words.t("path.none") : explorer.words.count("path.hops", found[0]?.hops ?? 0));
    const cards = found.slice(0, SHOWN).flatMap((one) => one.nodes);
    explorer.facts.putCards(cards);
    await this.board.tie([...new Map(cards.map((card) => [card.id, card])).values()]);
  }

  draw(which: number, path: FoundPath): void {
    const { explorer } = this;
    const there = explorer.sight.ids;
    const now = explorer.state.get().path;
    if (now) explorer.state.set({ path: { ...now, drawn: which } });
    const fresh = path.nodes.filter((card) => !there.has(card.id));
    if (fresh.length > 0) this.board.put(fresh, "step.path", path.nodes[0]?.id);
    explorer.say(explorer.words.t("path.shown", { n: path.hops }));
  }
}

export function pathPanel(explorer: Explorer, actions: PathActions): HTMLElement {
  const { words } = explorer;
  const { path } = explorer.state.get();
  const title = el("h2", {}, words.t("path.title"));
  if (!path) return el("article", {}, el("header", { class: "record-head" }, title), el("p", { class: "hint padded" }, words.t("action.pathHint")));
  const told = (id: Id): string => ((card) => (card ? nameOf(card, words) : ""))(explorer.card(id));
  const head = el("header", { class: "record-head" }, title, el("p", {}, words.t("path.between", { from: told(path.from), to: told(path.to) })), hopsChoice(explorer, actions, path.from, path.to, path.maxHops));
  if (path.status === "asking") return el("article", {}, head, el("p", { class: "hint padded" }, words.t("busy.text")));
  if (path.found.length === 0) return el("article", {}, head, el("p", { class: "no-path padded" }, words.t("path.none")));
  return el("article", {}, head, ...path.found.map((one, k) => pathBlock(explorer, actions, one, k, path.drawn === k)));
}

function hopsChoice(explorer: Explorer, actions: PathActions, from: Id, to: Id, now: number): HTMLElement {
  const { words } = explorer;
  const options = Array.from({ length: MOST_HOPS }, (_, k) => el("option", { value: k + 1, selected: k + 1 === now }, words.count("path.hops", k + 1)));
  const choice = el("select", { "data-key": "path.max", onchange: () => void actions.ask(from, to, Number(choice.value)) }, ...options);
  return el("label", { class: "field inline" }, words.t("path.max"), choice);
}

function pathBlock(explorer: Explorer, actions: PathActions, path: FoundPath, which: number, drawn: boolean): HTMLElement {
  const { words } = explorer;
  const draw = button(words, "path.show", () => actions.draw(which, path), drawn ? "" : "primary");
  draw.dataset["key"] = `path.show.${which}`;
  draw.setAttribute("aria-pressed", String(drawn));
  const first = path.nodes[0];
  return el(
    "section",
    { class: "block path", "data-hops": path.hops },
    el("h3", {}, `${words.t("path.which", { n: which + 1 })}: ${words.count("path.hops", path.hops)}`),
    draw,
    first && el("div", { class: "path-end" }, recordButton(explorer, first, `path.${which}.0`)),
    el("ol", { class: "steps" }, ...steps(path, explorer.facts).map((step, k) => el("li", {}, ...stepTold(explorer, step, `path.${which}.${k + 1}`)))),
  );
}

/** The grades of a relationship, one after the other; nothing where it tells none. */
function gradesTold(link: Link, words: Words): HTMLElement[] {
  const told = grades(link.values, words).map(([, said]) => said).join(" · ");
  return told === "" ? [] : [el("span", { class: "hint" }, told)];
}

function stepTold(explorer: Explorer, step: PathStep, key: string): HTMLElement[] {
  const { words } = explorer;
  const sentences = step.links.map((link) => {
    const forward = link.from === step.from.id;
    const [one, two]: readonly [Card, Card] = forward ? [step.from, step.to] : [step.to, step.from];
    return el("p", { class: "sentence" }, name(nameOf(one, words)), el("strong", {}, ` ${words.relation(link.relationship, true)} `), name(nameOf(two, words)), el("span", { class: "hint" }, words.t("path.recorded", { who: link.originator ?? "", when: words.day(link.recordedAt) })), ...gradesTold(link, words), level(link.marking?.level ?? null, words));
  });
  return [...sentences, recordButton(explorer, step.to, key)];
}
