/** From what is in sight to Cytoscape's elements. Pure. */
import type { ElementDefinition } from "cytoscape";
import type { Sight } from "../board/visible";
import type { Board, Point } from "../board/types";
import type { Facts } from "../facts/facts";
import { isolated, markOf, nameOf, shortened } from "../facts/naming";
import type { Words } from "../i18n/i18n";

export interface Drawn {
  readonly data: Readonly<Record<string, unknown>>;
  readonly place: Point | undefined;
}

const NAME_LENGTH = 34;
export const ORIGIN: Point = { x: 0, y: 0 };

export function elementsOf(sight: Sight, board: Board, facts: Facts, words: Words): Map<string, Drawn> {
  const drawn = new Map<string, Drawn>();
  for (const card of sight.cards) {
    const label = `${isolated(shortened(nameOf(card, words), NAME_LENGTH))}\n${markOf(card, words)}`;
    const data = { id: card.id, type: card.type, label, pinned: board.pinned.has(card.id), triangle: card.type === "Threat" };
    drawn.set(card.id, { data, place: board.places.get(card.id) });
  }
  for (const group of sight.groups) {
    const page = facts.around(group.anchor)?.find((one) => one.hop.field === group.field);
    const types = [...new Set(page?.neighbours.map((one) => one.type))].map((type) => words.type(type)).join(", ");
    const label = words.t("group.name", { n: page?.neighbours.length ?? 0, what: types });
    drawn.set(group.id, { data: { id: group.id, type: "group", label, pinned: board.pinned.has(group.id) }, place: board.places.get(group.id) });
    drawn.set(`${group.id}>`, { data: { id: `${group.id}>`, source: group.anchor, target: group.id, label: "", relationship: "" }, place: undefined });
  }
  for (const link of sight.links) {
    const label = words.relation(link.relationship, true);
    drawn.set(link.id, { data: { id: link.id, source: link.from, target: link.to, relationship: link.relationship, label }, place: undefined });
  }
  return drawn;
}

export function definition({ data, place }: Drawn): ElementDefinition {
  return { group: "source" in data ? "edges" : "nodes", data: { ...data }, ...("source" in data ? {} : { position: { ...(place ?? ORIGIN) } }) };
}
