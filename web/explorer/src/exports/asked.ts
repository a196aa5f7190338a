/** What is asked of the API for a file: `@forExport`, so what may not go is not in the answer. Pure; each text is constant. */
import { CARD_OF_ANY, hopField } from "../facts/documents";
import type { Card, Id, Link } from "../facts/types";
import { hopsOf, type Hop } from "../ontology/ontology";

/** One file holds no more than these, so that one press asks a bounded number of questions. */
export const MOST_RECORDS = 1000;
export const MOST_LINKS = 5000;
export function fitsOneFile(records: number, links: number): boolean {
  return records <= MOST_RECORDS && links <= MOST_LINKS;
}

/** Records, or links, in one question. */
export const AT_ONCE = 100;

export const LEAVING_RECORDS = `query LeavingRecords($ids: [ID!]!) @forExport { nodes(ids: $ids) { ${CARD_OF_ANY} } }`;

/** The links of one hop, by their ids: those on the canvas and no other. */
export function leavingLinks(type: string, hop: Hop): string {
  const field = hopField(hop, "first: $first, where: { id: { in: $links } }", "__typename id");
  return `query LeavingLinks($ids: [ID!]!, $links: [String!]!, $first: Int!) @forExport { nodes(ids: $ids) { __typename ... on ${type} { id ${field} } } }`;
}

/** Links of one hop that are asked for together. */
export interface Batch {
  readonly type: string;
  readonly hop: Hop;
  readonly ids: readonly Id[];
  readonly links: readonly Id[];
  /** The most that one record can have of them: a page that holds them all. */
  readonly first: number;
}

/** Links between these records, each asked for once, from its start. */
export function batchesOf(cards: readonly Card[], links: readonly Link[]): Batch[] {
  const types = new Map(cards.map((card) => [card.id, card.type]));
  const hops = new Map<string, { type: string; hop: Hop; links: Link[] }>();
  for (const link of links) {
    const type = types.get(link.from);
    const hop = type === undefined || !types.has(link.to) ? undefined : hopsOf(type).find((one) => one.forward && one.relationship === link.relationship);
    if (type === undefined || !hop) continue;
    const key = `${type}.${hop.field}`;
    hops.set(key, { type, hop, links: [...(hops.get(key)?.links ?? []), link] });
  }
  return [...hops.values()].flatMap((one) => inParts(one.links).map((part) => batch(one.type, one.hop, part)));
}

function batch(type: string, hop: Hop, links: readonly Link[]): Batch {
  const counts = new Map<Id, number>();
  for (const { from } of links) counts.set(from, (counts.get(from) ?? 0) + 1);
  return { type, hop, ids: [...counts.keys()], links: links.map((link) => link.id), first: Math.max(...counts.values()) };
}

export function inParts<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, k) => all.slice(k * AT_ONCE, (k + 1) * AT_ONCE));
}
