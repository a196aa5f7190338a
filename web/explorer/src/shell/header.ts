/** The head of the page: who is here, for which purpose, in which case; and the band with the highest marking on screen. */
import { ApiFault } from "../api";
import type { BoardActions } from "../board/actions";
import type { Entities } from "../details/entity";
import { el, fillWith, svg } from "../dom";
import type { Explorer } from "../explorer";
import { highest, LEVELS, rank } from "../facts/marking";
import { Words } from "../i18n/i18n";
import type { MomentActions } from "../moment/actions";
import { onScreen } from "./on_screen";
import { named, toolButton } from "./parts";
import { keep } from "./preferences";

export class Header {
  readonly element = el("header", { class: "page-head" });
  readonly banner = el("section", { class: "banner" });

  constructor(
    private readonly explorer: Explorer,
    private readonly actions: BoardActions,
    private readonly entities: Entities,
    private readonly moment: MomentActions,
  ) {
    explorer.state.listen(() => this.render());
    this.render();
  }

  private render(): void {
    const { words, session } = this.explorer;
    document.documentElement.lang = words.language;
    document.documentElement.dataset["theme"] = this.explorer.state.get().theme;
    document.title = `Kring ${words.t("app.name")}`;
    const who = el("p", { class: "who" }, el("span", { class: "visually-hidden" }, `${words.t("who.label")}: `), el("strong", {}, el("bdi", {}, session.facts.name)), el("span", { class: "organisation" }, session.facts.organisation));
    fillWith(
      this.element,
      el("h1", { class: "brand" }, logo(), el("span", {}, "Kring"), el("span", { class: "brand-part" }, words.t("app.name"))),
      this.purposes(), this.cases(), this.lookBack(),
      el("div", { class: "head-end" }, who, el("a", { class: "button head", href: "/pages/" }, words.t("who.pages")), this.languages(), this.theme(), el("button", { type: "button", class: "button head", "data-key": "signOut", onclick: () => void this.signOut() }, words.t("who.signOut"))),
    );
    this.band();
  }

  private band(): void {
    const { words } = this.explorer;
    this.banner.setAttribute("aria-label", words.t("banner.highest"));
    const top = highest(onScreen(this.explorer, this.entities));
    this.banner.className = `banner rank-${top ? rank(top.level) : "none"}`;
    const known = (LEVELS as readonly string[]).includes(top?.level ?? "");
    const text = top === null ? words.t("banner.nothing") : known ? words.named("level", top.level) : words.t("level.unknown");
    const rest = top ? [...top.compartments, ...top.handling.map((one) => words.handling(one))] : [];
    const { asKnown } = this.explorer.load;
    const day = asKnown !== null && el("span", { class: "banner-day" }, words.t("moment.known", { day: words.day(asKnown) }));
    fillWith(this.banner, day, top && el("span", { class: "banner-label" }, `${words.t("banner.highest")}: `), el("strong", {}, text), rest.length > 0 && el("span", { class: "banner-rest" }, rest.join(" · ")));
  }

  private purposes(): HTMLElement {
    const { words, session } = this.explorer;
    const choice = el("select", { "data-key": "purpose", onchange: () => { session.purpose = choice.value; this.another(); } }, ...session.facts.purposes.map((one) => el("option", { value: one, selected: one === session.purpose }, words.named("purpose", one))));
    return el("label", { class: "head-field" }, el("span", {}, words.t("who.purpose")), choice);
  }

  private cases(): HTMLElement | null {
    const { words, session } = this.explorer;
    const known = session.facts.cases ?? [];
    if (known.length === 0) return null;
    const choice = el("select", { "data-key": "case", onchange: () => { session.case = choice.value === "" ? null : choice.value; this.another(); } }, el("option", { value: "" }, words.t("who.noCase")), ...known.map((one) => el("option", { value: one.id, selected: one.id === session.case }, one.label)));
    return el("label", { class: "head-field" }, el("span", {}, words.t("who.case")), choice);
  }

  private lookBack(): HTMLElement {
    const { looking } = this.explorer.state.get();
    return el("button", { type: "button", class: "button head", "data-key": "moment", "aria-pressed": String(looking), onclick: () => this.moment.turn() }, this.explorer.words.t("moment.look"));
  }

  /** Another purpose or case is another view: every fact is forgotten and asked again. */
  private another(): void {
    void this.actions.askAgain("purpose");
  }

  /** A session that cannot be ended stays on the screen, and the page says so: to look signed out would be worse. */
  private async signOut(): Promise<void> {
    try {
      await this.explorer.session.signOut();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.explorer.failed(new ApiFault("unreachable", "SIGN_OUT"));
    }
  }

  private languages(): HTMLElement {
    const { state, words } = this.explorer;
    const other = words.language === "nl" ? "en" : "nl";
    const swap = (): void => {
      keep(other, state.get().theme);
      state.set({ words: new Words(other) });
    };
    const flip = el("button", { type: "button", class: "button head", "data-key": "language", lang: other, onclick: swap }, other === "nl" ? "Nederlands" : "English");
    return flip;
  }

  private theme(): HTMLElement {
    const { state, words } = this.explorer;
    const flip = toolButton("theme", "theme", () => {
      const theme = state.get().theme === "light" ? "dark" : "light";
      keep(words.language, theme);
      state.set({ theme });
    });
    named(flip, `${words.t("who.theme")}: ${words.t(`theme.${state.get().theme}`)}`);
    return flip;
  }
}

function logo(): SVGElement {
  const dot = (cx: number, cy: number, r: number, kind: string): SVGElement => svg("circle", { cx, cy, r, class: kind });
  return svg("svg", { class: "logo", viewBox: "0 0 32 32", "aria-hidden": "true" }, dot(16, 16, 10, "ring"), dot(16, 6, 4, "dot first"), dot(24.7, 21, 3.2, "dot"), dot(7.3, 21, 3.2, "dot"));
}
