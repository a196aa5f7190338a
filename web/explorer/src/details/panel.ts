/** The panel on the right: a record, a relationship, a group, or paths, as the state says. */
import type { BoardActions } from "../board/actions";
import { el, fillWith } from "../dom";
import type { ExpandActions } from "../expand/actions";
import { expandMenu, groupPanel } from "../expand/panel";
import type { Explorer } from "../explorer";
import type { Card } from "../facts/types";
import { sincePanel } from "../moment/panel";
import { pathPanel, type PathActions } from "../paths/panel";
import { pointersPanel } from "../pointers/panel";
import type { Pointers } from "../pointers/pointers";
import { button } from "../shell/parts";
import { whyPanel } from "../why/panel";
import type { Why } from "../why/why";
import type { Entities } from "./entity";
import { heading, linkDetails, properties, provenance, statements } from "./record";

export class DetailsPanel {
  readonly element = el("aside", { class: "details", tabindex: -1 });
  constructor(
    private readonly explorer: Explorer,
    private readonly board: BoardActions,
    private readonly expand: ExpandActions,
    private readonly paths: PathActions,
    private readonly entities: Entities,
    private readonly why: Why,
    private readonly pointers: Pointers,
  ) {
    explorer.state.listen(() => this.render());
    this.render();
  }

  private render(): void {
    this.element.setAttribute("aria-label", this.explorer.words.t("panel.right"));
    fillWith(this.element, this.content());
  }

  private content(): HTMLElement {
    const { explorer } = this;
    const { detail, focus } = explorer.state.get();
    if (detail.kind === "paths") return pathPanel(explorer, this.paths);
    if (detail.kind === "since") return sincePanel(explorer);
    const id = "id" in detail ? detail.id : detail.kind === "expand" ? focus : null;
    if (detail.kind === "link" && id !== null) {
      const link = explorer.facts.link(id);
      if (link) return linkDetails(explorer, link);
    }
    const group = detail.kind === "group" ? explorer.board.groups.find((one) => one.id === id) : undefined;
    if (group) return groupPanel(explorer, this.expand, group);
    const card = id === null ? undefined : explorer.card(id);
    return card ? this.record(card) : el("p", { class: "hint padded" }, explorer.words.t("details.empty"));
  }

  private record(card: Card): HTMLElement {
    const { explorer } = this;
    const { words } = explorer;
    this.entities.open(card);
    this.pointers.open();
    const whole = explorer.facts.whole(card.id);
    const there = explorer.board.ids.includes(card.id);
    const members = this.entities.known(card.id);
    const put = button(words, "action.add", () => this.board.put([card], "step.add"), "primary");
    return el(
      "article",
      { "aria-labelledby": "details-name" },
      heading(card, words),
      there ? expandMenu(explorer, this.expand, card) : el("section", { class: "block" }, put),
      whole ? properties(whole, words) : el("p", { class: "hint padded" }, words.t("busy.text")),
      whole && provenance(whole, words),
      whole && explorer.load.asKnown === null && whyPanel(this.why, card.id, words),
      whole && explorer.load.asKnown === null && pointersPanel(this.pointers.about(whole), explorer.session.purpose, words),
      whole && this.entities.of(card.id) !== undefined && statements(explorer, members),
    );
  }
}
