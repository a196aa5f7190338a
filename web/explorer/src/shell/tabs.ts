/** A row of tabs over panels: arrow keys move, one panel shows. */
import { byKey, el, fillWith } from "../dom";

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly label: string;
}

/** The tab row. `panel` is the id of the element that the tabs govern. */
export function tabRow<Name extends string>(box: HTMLElement, panel: string, tabs: readonly Tab<Name>[], now: Name, choose: (name: Name) => void): void {
  const move = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = tabs[(tabs.findIndex((tab) => tab.name === now) + step + tabs.length) % tabs.length];
    if (step === 0 || !next) return;
    event.preventDefault();
    choose(next.name);
    queueMicrotask(() => queueMicrotask(() => byKey(box, `tab.${next.name}`)?.focus()));
  };
  fillWith(
    box,
    ...tabs.map((tab) =>
      el("button", { type: "button", role: "tab", class: "tab", id: `tab-${tab.name}`, "data-key": `tab.${tab.name}`, "aria-selected": String(tab.name === now), "aria-controls": panel, tabindex: tab.name === now ? 0 : -1, onclick: () => choose(tab.name), onkeydown: move }, tab.label),
    ),
  );
}
