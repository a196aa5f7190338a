/** The band that says which day is looked at, for as long as one is, with the ways to another: by date, by slider, and back to now. */
import { byKey, el, fillWith } from "../dom";
import type { Explorer } from "../explorer";
import { button } from "../shell/parts";
import type { MomentActions } from "./actions";
import { daysBetween, isDay, later, reach, type Day } from "./moment";

/** Whoever drags, or holds a key down, passes over many days: the one where they rest is asked for. */
const REST_MS = 250;

export class MomentBand {
  readonly element: HTMLElement;
  private readonly title = el("p", { class: "moment-title" });
  private readonly date = el("input", { type: "date", "data-key": "moment.day", onchange: () => this.rest(this.date.value) });
  private readonly slider = el("input", { type: "range", min: 0, "data-key": "moment.slider", oninput: () => this.slid() });
  private readonly dated = el("label", { class: "field inline" }, el("span", {}), this.date);
  private readonly sliding = el("label", { class: "field inline" }, el("span", {}), this.slider);
  private readonly ways = el("div", { class: "wrap" });
  private readonly hint = el("p", { class: "hint" });
  /** The days in which the canvas of now came to be; the slider keeps it while a day is looked at. */
  private reach: { readonly from: Day; readonly to: Day } | null = null;
  /** The purpose and case that these days are of. */
  private of = "";
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly explorer: Explorer,
    private readonly actions: MomentActions,
  ) {
    this.element = el("section", { class: "moment" }, this.title, this.dated, this.sliding, this.ways, this.hint);
    explorer.state.listen(() => this.render());
    this.render();
  }

  private get asked(): string {
    return `${this.explorer.session.purpose} ${this.explorer.session.case ?? ""}`;
  }

  private rest(day: Day): void {
    clearTimeout(this.resting);
    if (!isDay(day)) return;
    this.resting = setTimeout(() => {
      this.resting = undefined;
      if (this.explorer.state.get().looking) void this.actions.look(day);
    }, REST_MS);
  }

  private slid(): void {
    if (!this.reach) return;
    const day = later(this.reach.from, Number(this.slider.value));
    this.date.value = day;
    this.say(day);
    this.rest(day);
  }

  private say(day: Day): void {
    this.slider.setAttribute("aria-valuetext", this.explorer.words.day(day));
  }

  private render(): void {
    const { words, load, sight, state } = this.explorer;
    const { asKnown } = load;
    this.element.hidden = !state.get().looking && asKnown === null;
    if (this.element.hidden) return;
    if (asKnown === null || this.of !== this.asked) [this.reach, this.of] = [reach([...sight.cards, ...sight.links]), this.asked];
    this.element.classList.toggle("on", asKnown !== null);
    this.element.setAttribute("aria-label", words.t("moment.look"));
    this.title.textContent = asKnown === null ? words.t("moment.choose") : words.t("moment.known", { day: words.day(asKnown) });
    this.dated.firstElementChild?.replaceChildren(words.t("moment.day"));
    this.sliding.firstElementChild?.replaceChildren(words.t("moment.slider"));
    this.hint.textContent = words.t("moment.hint");
    if (this.resting === undefined) this.set(asKnown);
    const since = asKnown !== null && button(words, "moment.ask", () => void this.actions.since(), "quiet small");
    fillWith(this.ways, since, button(words, asKnown === null ? "action.close" : "moment.back", () => this.leave(), "small"));
  }

  private leave(): void {
    this.actions.turn();
    byKey(document, "moment")?.focus();
  }

  /** Put both fields on a day. A date that somebody is typing is left alone. */
  private set(day: Day | null): void {
    if (document.activeElement !== this.date || day !== null) this.date.value = day ?? "";
    this.sliding.hidden = this.reach === null;
    if (!this.reach) return;
    const most = daysBetween(this.reach.from, this.reach.to);
    const at = day === null ? most : daysBetween(this.reach.from, day);
    this.slider.max = String(most);
    this.slider.value = String(Math.min(Math.max(at, 0), most));
    this.say(day ?? this.reach.to);
  }
}
