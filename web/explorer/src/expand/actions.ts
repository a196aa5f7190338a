/** Expanding: fetching the neighbours that were chosen and putting them on the board, or grouping them when they are too many. */
import type { BoardActions } from "../board/actions";
import { addGroup } from "../board/changes";
import { placeNear } from "../board/placement";
import type { Explorer } from "../explorer";
import type { Card, Id } from "../facts/types";
import { ORIGIN } from "../graph/elements";
import { hopsOf } from "../ontology/ontology";
import { allFresh, choicesOf, GROUP_ABOVE, groupId, isDrawable, type Choice } from "./expand";

export class ExpandActions {
  private readonly opening = new Map<Id, "asking" | "given up">();

  constructor(
    private readonly explorer: Explorer,
    private readonly board: BoardActions,
  ) {
    explorer.facts.onClear(() => this.opening.clear());
  }

  /** Make sure that the surroundings of a record are known. Asked once: after somebody gave up, only when told to. */
  async open(card: Card, again = false): Promise<void> {
    if (this.explorer.facts.around(card.id) || (this.opening.has(card.id) && !again)) return;
    this.opening.set(card.id, "asking");
    const answer = await this.explorer.attempt((signal) => this.explorer.load.around(card.id, card.type, signal));
    if (answer) this.opening.delete(card.id);
    else if (this.opening.has(card.id)) this.opening.set(card.id, "given up");
    this.explorer.state.touch();
  }

  hasGivenUp(id: Id): boolean {
    return this.opening.get(id) === "given up";
  }

  choices(id: Id): Choice[] {
    return choicesOf(this.explorer.facts.around(id) ?? [], this.explorer.board);
  }

  /** Put the neighbours of one choice on the board. A hop that is still open is counted to its end first. */
  async along(card: Card, choice: Choice): Promise<void> {
    if (choice.open) await this.count(card, choice);
    const now = this.choices(card.id).find((one) => one.key === choice.key);
    if (!now || now.open) return;
    if (now.neighbours.length > GROUP_ABOVE) return this.group(card, now);
    await this.fetch(now.fresh.map((one) => one.id), card.id);
  }

  private async count(card: Card, choice: Choice): Promise<void> {
    const hops = hopsOf(card.type).filter((one) => choice.fields.includes(one.field));
    await this.explorer.attempt((signal) => Promise.all(hops.map((hop) => this.explorer.load.wholeHop(card.id, card.type, hop, signal))));
  }

  async all(card: Card): Promise<void> {
    await this.open(card);
    const choices = this.choices(card.id);
    for (const big of choices.filter((one) => !isDrawable(one))) await this.along(card, big);
    await this.fetch(allFresh(choices), card.id);
  }

  /** Put these neighbours on the board, as one step. */
  async fetch(ids: readonly Id[], anchor: Id): Promise<void> {
    const served = await this.explorer.attempt((signal) => this.explorer.load.cards(ids, signal));
    if (served) this.board.put(served, "step.expand", anchor);
  }

  /** One sign for each hop of a choice that has too many neighbours to draw. */
  private group(card: Card, choice: Choice): void {
    const { explorer } = this;
    let { board } = explorer;
    const ids = choice.fields.map((field) => groupId(card.id, field));
    const places = placeNear(ids, board.places.get(card.id), board.places.values());
    choice.fields.forEach((field, k) => {
      const id = ids[k] ?? "";
      board = addGroup(board, { id, anchor: card.id, anchorType: card.type, field }, places.get(id) ?? ORIGIN);
    });
    explorer.change("step.expand", board);
    explorer.state.set({ detail: { kind: "group", id: ids[0] ?? "" } });
    explorer.say(explorer.words.t("expand.grouped", { n: choice.neighbours.length }));
  }
}
