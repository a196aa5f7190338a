/** The timeline: bars to brush over, and dates to type for whoever does not drag. */
import { el, fillWith, svg } from "../dom";
import type { Explorer } from "../explorer";
import type { Clock, Filters } from "../filters/types";
import { button } from "../shell/parts";
import { brushed, histogram, type Bin } from "./bins";

const WIDE = 1000;
const HIGH = 90;
const MOST_BINS = 80;
const CLOCKS: readonly Clock[] = ["valid", "recorded"];

export class TimelinePanel {
  readonly element = el("div", { class: "timeline scroll" });
  private from: number | null = null;

  constructor(private readonly explorer: Explorer) {
    explorer.state.listen(() => this.render());
    this.render();
  }

  private change(change: Partial<Filters>): void {
    const { state } = this.explorer;
    state.set({ filters: { ...state.get().filters, ...change } });
  }

  private render(): void {
    const { explorer } = this;
    if (explorer.state.get().drawer !== "timeline") return this.element.replaceChildren();
    if (this.from !== null) return;
    const { words } = explorer;
    const { filters } = explorer.state.get();
    const { bins, undated } = histogram(explorer.sight.shown, filters.clock, MOST_BINS);
    const chart = bins.length > 0 ? this.chart(bins, filters) : el("p", { class: "hint padded" }, words.t("time.empty"));
    fillWith(this.element, chart, this.fields(filters, undated));
  }

  private chart(bins: readonly Bin[], filters: Filters): HTMLElement {
    const { words } = this.explorer;
    const top = Math.max(...bins.map((bin) => bin.count), 1);
    const each = WIDE / bins.length;
    const chosen = (bin: Bin): boolean => (filters.from === null || bin.end > Date.parse(filters.from)) && (filters.to === null || bin.start < Date.parse(filters.to) + 86_400_000);
    const bars = bins.map((bin, k) => svg("rect", { class: chosen(bin) ? "bar" : "bar out", x: k * each + 0.5, width: Math.max(each - 1, 1), y: HIGH - (bin.count / top) * (HIGH - 6), height: (bin.count / top) * (HIGH - 6) }));
    const from = words.day(new Date(bins[0]?.start ?? 0).toISOString());
    const to = words.day(new Date((bins.at(-1)?.end ?? 1) - 1).toISOString());
    const brush = svg("rect", { class: "brush", x: 0, y: 0, width: 0, height: HIGH });
    const drawing = svg("svg", { class: "chart", viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", role: "img", "aria-label": words.t("time.chart", { from, to }) }, ...bars, brush);
    this.listen(drawing, brush, bins);
    return el("figure", {}, drawing, el("figcaption", {}, el("span", {}, from), el("span", {}, to)));
  }

  private listen(drawing: SVGSVGElement, brush: SVGRectElement, bins: readonly Bin[]): void {
    const share = (event: PointerEvent): number => ((box) => (event.clientX - box.left) / box.width)(drawing.getBoundingClientRect());
    drawing.addEventListener("pointerdown", (event) => { this.from = share(event); drawing.setPointerCapture(event.pointerId); });
    drawing.addEventListener("pointermove", (event) => {
      if (this.from === null) return;
      const here = share(event);
      brush.setAttribute("x", String(Math.min(here, this.from) * WIDE));
      brush.setAttribute("width", String(Math.abs(here - this.from) * WIDE));
    });
    drawing.addEventListener("pointerup", (event) => {
      const range = this.from === null ? null : brushed(bins, this.from, share(event));
      this.from = null;
      if (range) this.change(range);
    });
    drawing.addEventListener("pointercancel", () => (this.from = null));
  }

  private fields(filters: Filters, undated: number): HTMLElement {
    const { words } = this.explorer;
    const clock = el("select", { "data-key": "time.clock", onchange: () => this.change({ clock: clock.value as Clock }) }, ...CLOCKS.map((one) => el("option", { value: one, selected: one === filters.clock }, words.t(`time.clock.${one}`))));
    const day = (side: "from" | "to"): HTMLElement => {
      const field = el("input", { type: "date", "data-key": `time.${side}`, value: filters[side] ?? "", onchange: () => this.change({ [side]: field.value === "" ? null : field.value }) });
      return el("label", { class: "field inline" }, words.t(`time.${side}`), field);
    };
    const keep = el("input", { type: "checkbox", "data-key": "time.undated", onchange: () => this.change({ undated: keep.checked }) });
    keep.checked = filters.undated;
    const clear = button(words, "time.clear", () => this.change({ from: null, to: null }), "quiet");
    clear.disabled = filters.from === null && filters.to === null;
    return el("div", { class: "time-fields" }, el("label", { class: "field inline" }, words.t("time.clock"), clock), day("from"), day("to"), el("label", { class: "field inline" }, keep, `${words.t("time.undated")} (${words.t("time.undatedCount", { n: undated })})`), clear);
  }
}
