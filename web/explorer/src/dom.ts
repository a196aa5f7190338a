/** Making elements. Text goes in as text only: nothing here or elsewhere parses a string as markup. */

type Child = Node | string | null | undefined | false;
type Listener = (event: never) => void;
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined | Listener>>;

const SVG = "http://www.w3.org/2000/svg";

/** An element. Attributes that start with `on` listen; true sets an empty attribute, false and null set none. */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: readonly Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  dress(made, attributes, children);
  return made;
}

export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: readonly Child[]): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, tag);
  dress(made, attributes, children);
  return made;
}

function dress(made: Element, attributes: Attributes, children: readonly Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value as unknown as EventListener);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
}

/** Put new content in place of the old. The element with the same `data-key` keeps the focus. Nothing here may ask for a size or a
 * place: that would lay the whole page out once for each panel. Scrolling stays where it was by itself, since old gives way to new at once. */
export function fillWith(box: Element, ...children: readonly Child[]): void {
  const active = document.activeElement;
  const key = active instanceof HTMLElement && box.contains(active) ? active.dataset["key"] : undefined;
  box.replaceChildren(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
  if (key !== undefined) byKey(box, key)?.focus({ preventScroll: true });
}

export function byKey(box: ParentNode, key: string): HTMLElement | null {
  return box.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
}

/** A name in its own direction of writing. */
export function name(text: string): HTMLElement {
  return el("bdi", { class: "name" }, text);
}
