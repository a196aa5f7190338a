/** From the API's maps to facts. Pure; what is absent stays null, the same as never recorded. */
import { hopsOf, relationshipOf, type Hop } from "../ontology/ontology";
import type { Card, HopPage, Link, Marking, Neighbour, Value, Whole } from "./types";

export type Raw = Readonly<Record<string, unknown>>;
interface RawPage {
  readonly edges: readonly Raw[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
const STATEMENT = new Set(["__typename", "id", "originator", "recordedAt", "validFrom", "validTo", "marking", "sourceSystem", "externalId", "cursor", "node"]);

export function readCard(raw: Raw): Card {
  return {
    id: String(raw["id"]),
    type: String(raw["__typename"]),
    originator: text(raw["originator"]),
    recordedAt: text(raw["recordedAt"]),
    validFrom: text(raw["validFrom"]),
    validTo: text(raw["validTo"]),
    marking: readMarking(raw["marking"]),
    values: ownValues(raw),
  };
}

export function readWhole(raw: Raw): Whole {
  const marking = raw["marking"] as Raw | null | undefined;
  return { ...readCard(raw), withheld: texts(marking?.["withheld"]), sourceSystem: text(raw["sourceSystem"]), externalId: text(raw["externalId"]) };
}

export interface Surroundings {
  readonly pages: readonly HopPage[];
  readonly links: readonly Link[];
}

/** The pages of one record's hops, and the links in them, from one answer (some or all hops of the type). */
export function readAround(id: string, type: string, raw: Raw): Surroundings {
  const pages: HopPage[] = [];
  const links: Link[] = [];
  for (const hop of hopsOf(type)) {
    const page = raw[hop.field] as RawPage | undefined;
    if (!page) continue;
    const found = page.edges.map((edge) => readLink(id, hop, edge));
    links.push(...found.map((one) => one.link));
    pages.push({ hop, neighbours: found.map((one) => one.neighbour), cursor: page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null });
  }
  return { pages, links };
}

function readLink(near: string, hop: Hop, edge: Raw): { link: Link; neighbour: Neighbour } {
  const node = edge["node"] as Raw;
  const far = String(node["id"]);
  const link: Link = {
    id: String(edge["id"]),
    relationship: hop.relationship,
    from: hop.forward ? near : far,
    to: hop.forward ? far : near,
    originator: text(edge["originator"]),
    recordedAt: text(edge["recordedAt"]),
    marking: readMarking(edge["marking"]),
    values: linkValues(hop.relationship, edge),
  };
  return { link, neighbour: { id: far, type: String(node["__typename"]), link: link.id } };
}

function linkValues(relationship: string, edge: Raw): Record<string, Value> {
  const names = relationshipOf(relationship)?.properties.map((one) => one.name) ?? [];
  return Object.fromEntries(names.map((name) => [name, value(edge[name])]));
}

function readMarking(raw: unknown): Marking | null {
  if (typeof raw !== "object" || raw === null) return null;
  const map = raw as Raw;
  return { level: text(map["level"]), scheme: text(map["scheme"]), regime: text(map["regime"]), handling: texts(map["handling"]), compartments: texts(map["compartments"]) };
}

function ownValues(raw: Raw): Record<string, Value> {
  return Object.fromEntries(Object.entries(raw).filter(([name]) => !STATEMENT.has(name)).map(([name, found]) => [name, value(found)]));
}

function value(raw: unknown): Value {
  if (typeof raw === "string" || typeof raw === "number" || typeof raw === "boolean") return raw;
  return Array.isArray(raw) ? raw.map(String) : null;
}

function text(raw: unknown): string | null {
  return typeof raw === "string" ? raw : null;
}

function texts(raw: unknown): readonly string[] {
  return Array.isArray(raw) ? raw.map(String) : [];
}
