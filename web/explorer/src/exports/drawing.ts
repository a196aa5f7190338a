/** The graph as an SVG drawing, from positions and looks alone. Pure. */
import type { Point } from "../board/types";
import { markOf, nameOf, shortened } from "../facts/naming";
import type { Card, Id, Link } from "../facts/types";
import { iconPath } from "../graph/icons";
import { colourOf, corners, GROUNDS, shapeOf } from "../graph/looks";
import type { Words } from "../i18n/i18n";
import { xml } from "./xml";

const HALF = 22;
const MARGIN = 110;
const BAND = 34;
/** A letter of the stamp takes no more, so the stamp is never cut off. */
const WIDEST = 10;

export function drawing(cards: readonly Card[], links: readonly Link[], places: ReadonlyMap<Id, Point>, line: string, words: Words): string {
  const placed = cards.flatMap((card) => ((place) => (place ? [{ card, place }] : []))(places.get(card.id)));
  const xs = placed.map((one) => one.place.x);
  const ys = placed.map((one) => one.place.y);
  const [left, top] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
  const [wide, high] = [Math.ceil(Math.max(Math.max(...xs) + MARGIN - left, line.length * WIDEST)), Math.ceil(Math.max(...ys) + MARGIN - top)];
  const where = new Map(placed.map((one) => [one.card.id, one.place]));
  const { canvas } = GROUNDS.light;
  const band = (y: number): string => `<rect x="${left}" y="${y}" width="${wide}" height="${BAND}" fill="#16202e"/><text x="${left + wide / 2}" y="${y + 22}" fill="#ffffff" font-size="14" font-weight="bold" text-anchor="middle">${xml(line)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top - BAND} ${wide} ${high + 2 * BAND}" width="${wide}" height="${high + 2 * BAND}" font-family="system-ui, sans-serif">`,
    `<title>${xml(line)}</title>`,
    `<rect x="${left}" y="${top - BAND}" width="${wide}" height="${high + 2 * BAND}" fill="${canvas}"/>`,
    `<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z" fill="${GROUNDS.light.line}"/></marker></defs>`,
    ...links.flatMap((link) => edge(link, where, words)),
    ...placed.map(({ card, place }) => node(card, place, words)),
    band(top - BAND),
    band(top + high),
    `<metadata id="kring_receipt"></metadata>`,
    `</svg>`,
  ].join("\n");
}

function edge(link: Link, where: ReadonlyMap<Id, Point>, words: Words): string[] {
  const from = where.get(link.from);
  const to = where.get(link.to);
  if (!from || !to) return [];
  const far = Math.max(Math.hypot(to.x - from.x, to.y - from.y), 1);
  const [dx, dy] = [((to.x - from.x) / far) * (HALF + 4), ((to.y - from.y) / far) * (HALF + 4)];
  const line = `<line x1="${from.x + dx}" y1="${from.y + dy}" x2="${to.x - dx}" y2="${to.y - dy}" stroke="${GROUNDS.light.line}" stroke-width="1.6" marker-end="url(#tip)"/>`;
  const text = `<text x="${(from.x + to.x) / 2}" y="${(from.y + to.y) / 2 - 4}" font-size="9" text-anchor="middle" fill="${GROUNDS.light.text}">${xml(words.relation(link.relationship, true))}</text>`;
  return [line, text];
}

function node(card: Card, { x, y }: Point, words: Words): string {
  const colour = colourOf(card.type, "light");
  const points = corners(shapeOf(card.type)).map(([cx, cy]) => `${x + cx * HALF},${y + cy * HALF}`).join(" ");
  const shape = points === "" ? `<circle cx="${x}" cy="${y}" r="${HALF}" fill="${colour}"/>` : `<polygon points="${points}" fill="${colour}"/>`;
  const sign = `<g transform="translate(${x - 12} ${y - 12})" fill="none" stroke="#ffffff" stroke-width="1.8"><path d="${iconPath(card.type)}"/></g>`;
  const called = `<text x="${x}" y="${y + HALF + 14}" font-size="11" text-anchor="middle" fill="${GROUNDS.light.text}">${xml(shortened(nameOf(card, words), 44))}</text>`;
  const marked = `<text x="${x}" y="${y + HALF + 27}" font-size="10" text-anchor="middle" fill="${GROUNDS.light.text}">${xml(markOf(card, words))}</text>`;
  return `<g><title>${xml(`${words.type(card.type)}: ${nameOf(card, words)}`)}</title>${shape}${sign}${called}${marked}</g>`;
}
