/** Facts for tests, made up here. */
import type { Card, HopPage, Link, Marking } from "../src/facts/types";
import { hopsOf } from "../src/ontology/ontology";

export function marking(level: string | null, more: Partial<Marking> = {}): Marking {
  return { level, scheme: "VIRBI", regime: "WPG8", handling: [], compartments: [], ...more };
}

export function card(id: string, more: Partial<Card> = {}): Card {
  return { id, type: "Person", originator: "POL", recordedAt: "2026-01-10T09:00:00.000Z", validFrom: null, validTo: null, marking: marking("DEP_V"), values: { displayName: id }, ...more };
}

export function link(from: string, to: string, more: Partial<Link> = {}): Link {
  return { id: `${from}>${to}`, relationship: "RELATED_TO", from, to, originator: "POL", recordedAt: null, marking: marking("DEP_V"), values: {}, ...more };
}

/** The page of one hop of a person. */
export function page(field: string, type: string, ids: readonly string[], cursor: string | null = null): HopPage {
  const hop = hopsOf("Person").find((one) => one.field === field);
  if (!hop) throw new Error(field);
  return { hop, neighbours: ids.map((id) => ({ id, type, link: `l-${id}` })), cursor };
}

/** What an API does that is asked for no file. */
export function noFile(): Promise<never> {
  return Promise.reject(new Error("no file is asked for"));
}
