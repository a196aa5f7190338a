/** Which part of the plane the canvas shows: everything, and nothing of it under the legend while there is room beside it. */
import type { Core } from "cytoscape";

const MARGIN = 50;
/** Nothing is enlarged beyond this. */
const CLOSEST = 1.4;
/** Less room than this beside the legend is no better than the whole canvas. */
const ENOUGH = 300;

export function fitAll(cy: Core, canvas: HTMLElement): void {
  cy.fit(undefined, MARGIN);
  if (cy.zoom() > CLOSEST) show(cy, CLOSEST, 0);
  const legend = corner(canvas);
  const { x1, y2 } = cy.elements().renderedBoundingBox({});
  const room = cy.width() - legend.right;
  if (cy.elements().empty() || x1 > legend.right || y2 < legend.top || room < ENOUGH) return;
  const { w, h } = cy.elements().boundingBox({});
  show(cy, Math.min(cy.zoom(), (room - 2 * MARGIN) / w, (cy.height() - 2 * MARGIN) / h), legend.right);
}

/** Everything in the middle of what is right of `left`. */
function show(cy: Core, zoom: number, left: number): void {
  const { x1, x2, y1, y2 } = cy.elements().boundingBox({});
  cy.viewport({ zoom, pan: { x: (left + cy.width()) / 2 - (zoom * (x1 + x2)) / 2, y: cy.height() / 2 - (zoom * (y1 + y2)) / 2 } });
}

/** Where the unfolded legend ends, on the canvas; nothing when there is none. */
function corner(canvas: HTMLElement): { right: number; top: number } {
  const legend = canvas.parentElement?.querySelector<HTMLElement>("details.legend[open]:not([hidden])");
  if (!legend) return { right: 0, top: Infinity };
  const { left, top } = canvas.getBoundingClientRect();
  const box = legend.getBoundingClientRect();
  return { right: box.right - left, top: box.top - top };
}
