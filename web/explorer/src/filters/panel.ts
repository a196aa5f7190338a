/** The facets: each value with its count, to leave out and take in again. */
import { el, fillWith } from "../dom";
import type { Explorer } from "../explorer";
import { icon } from "../graph/icons";
import { button, level } from "../shell/parts";
import { FACETS, facetValues, isFiltering, NO_VALUE, toggle } from "./filters";
import { NO_FILTERS, type FacetName, type FacetValue } from "./types";

export class FilterPanel {
  readonly element = el("section", { class: "filters" });

  constructor(private readonly explorer: Explorer) {
    explorer.state.listen(() => this.render());
    this.render();
  }

  private render(): void {
    const { explorer } = this;
    const { words } = explorer;
    const { filters, side } = explorer.state.get();
    if (side !== "filters") return;
    if (explorer.sight.shown.length === 0) return fillWith(this.element, el("p", { class: "hint padded" }, words.t("filter.none")));
    const clear = button(words, "filter.clear", () => explorer.state.set({ filters: NO_FILTERS }), "quiet");
    clear.disabled = !isFiltering(filters);
    fillWith(this.element, ...FACETS.map((facet) => this.facet(facet)), clear);
  }

  private facet(facet: FacetName): HTMLElement {
    const { words } = this.explorer;
    const values = facetValues(this.explorer.sight.shown, facet, this.explorer.state.get().filters);
    return el("fieldset", { "data-facet": facet }, el("legend", {}, words.t(`filter.${facet}`)), ...values.map((value) => this.value(facet, value)));
  }

  private value(facet: FacetName, { value, count, included }: FacetValue): HTMLElement {
    const { state } = this.explorer;
    const tick = el("input", { type: "checkbox", "data-key": `${facet}.${value}`, onchange: () => state.set({ filters: toggle(state.get().filters, facet, value) }) });
    tick.checked = included;
    return el("label", { class: "facet" }, tick, this.named(facet, value), el("span", { class: "count" }, String(count)));
  }

  private named(facet: FacetName, value: string): HTMLElement {
    const { words } = this.explorer;
    if (facet === "level") return level(value === NO_VALUE ? null : value, words);
    if (facet === "reliability") return el("span", {}, words.named(facet, value === NO_VALUE ? null : value));
    if (value === NO_VALUE) return el("span", {}, words.t("filter.noValue"));
    return facet === "type" ? el("span", { class: "with-icon" }, icon(value), words.type(value)) : el("span", {}, value);
  }
}
