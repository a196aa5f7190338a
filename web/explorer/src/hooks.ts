/** `window.__explorer`: how tests and measurements look at the picture without hunting pixels. It reads, and it moves the focus. */
import type { Explorer } from "./explorer";
import type { Page } from "./shell/page";

export interface Hooks {
  ids(): string[];
  links(): string[];
  places(): Record<string, { x: number; y: number }>;
  screen(id: string): { x: number; y: number };
  focus(id: string): void;
  path(): string[];
  settled(): boolean;
  /** The day that is looked at; null is now. */
  asKnown(): string | null;
  pan(dx: number, dy: number): void;
}

export function hooks(explorer: Explorer, { graph }: Page, canvas: HTMLElement): Hooks {
  return {
    ids: () => graph.cy.nodes().map((node) => node.id()).sort(),
    links: () => graph.cy.edges().map((edge) => edge.id()).sort(),
    places: () => Object.fromEntries(graph.cy.nodes().map((node) => [node.id(), { x: node.position().x, y: node.position().y }])),
    screen: (id) => {
      const { left, top } = canvas.getBoundingClientRect();
      const { x, y } = graph.cy.getElementById(id).renderedPosition();
      return { x: left + x, y: top + y };
    },
    focus: (id) => explorer.state.set({ focus: id }),
    path: () => {
      const { path } = explorer.state.get();
      return path && path.drawn !== null ? (path.found[path.drawn]?.nodes.map((card) => card.id) ?? []) : [];
    },
    settled: () => explorer.state.get().busy === 0 && (explorer.state.get().search.status !== "asking" || explorer.state.get().fault !== null),
    asKnown: () => explorer.load.asKnown,
    pan: (x, y) => void graph.cy.panBy({ x, y }),
  };
}
