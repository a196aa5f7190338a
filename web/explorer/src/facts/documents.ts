/** The GraphQL documents of the explorer, made from the ontology. Each text is constant, so the server plans it once. */
import { hopsOf, relationshipOf, typeOf, TYPES, type Hop, type Property } from "../ontology/ontology";

/** What names a record in a picture, and what dates it: all that is asked for until its details are opened. */
const ON_CARD: Readonly<Record<string, readonly string[]>> = {
  Person: ["displayName", "publicFunction"],
  Actor: ["label", "kind"],
  Threat: ["summary", "status", "firstSeen", "lastSeen"],
  Measure: ["kind", "target", "state", "activeAt"],
  Organisation: ["name", "partnerCode"],
  Report: ["kind", "receivedAt", "weighingStatus"],
  Assessment: ["kind", "issuedAt"],
  Decision: ["kind", "decidedAt"],
  Case: ["domain", "state", "openedAt"],
  Place: ["kind", "municipality", "address"],
  Event: ["kind", "start", "end"],
  Item: ["kind", "value"],
  Source: ["class"],
  User: ["displayName", "role"],
  Knowledge: ["kind", "name"],
};
const STATEMENT = "id originator recordedAt validFrom validTo marking { level scheme regime handling compartments }";
/** The grade that every card carries, to be filtered and sorted by. */
const GRADE = "reliability";
/** So many hops are asked for in one document: planning grows faster than the number of hops. */
export const HOPS_AT_ONCE = 4;
export const PAGE = 100;

/** Properties of a type that its card carries. A type that the explorer was not taught shows its first property. */
export function onCard(type: string): readonly string[] {
  const first = typeOf(type)?.properties[0];
  return ON_CARD[type] ?? (first ? [first.name] : []);
}

/** The selection of a card for records of one of these types. */
export function card(types: readonly string[]): string {
  const own = types.filter((type) => onCard(type).length > 0).map((type) => `... on ${type} { ${[...onCard(type), GRADE].join(" ")} }`);
  return ["__typename", STATEMENT, ...own].join(" ");
}

const EVERY_TYPE = TYPES.map((type) => type.name);
const ANY_CARD = card(EVERY_TYPE);
export { ANY_CARD as CARD_OF_ANY };

export const SEARCH = `query Search($text: String!, $first: Int!) {
  search(text: $text, first: $first) { edges { node { ${ANY_CARD} } } pageInfo { hasNextPage endCursor } }
}`;
export const CARD = `query Card($id: ID!) { node(id: $id) { ${ANY_CARD} } }`;
export const CASES = `query Cases {
  cases(first: 50) { edges { node { ${card(["Case"])} concerns(first: 3) { edges { node { ${card(["Person"])} } } } } } }
}`;
export const ENTITY = `query Entity($id: ID!) { entity(id: $id) { records { __typename id } } }`;
export const PATHS = `query Paths($from: ID!, $to: ID!, $maxHops: Int!) {
  paths(from: $from, to: $to, maxHops: $maxHops) { hops nodes { ${ANY_CARD} } }
}`;
export const PULSE = "query Pulse { __typename }";

/** One record with all its properties. */
export function whole(type: string): string {
  const names = typeOf(type)?.properties.map((one) => one.name) ?? [];
  const own = names.length > 0 ? `... on ${type} { ${names.join(" ")} }` : "";
  return `query Whole${type}($id: ID!) { node(id: $id) { __typename ${STATEMENT} marking { withheld } sourceSystem externalId ${own} } }`;
}

/** Who stands around a record: ids and types at the far ends, in as many documents as the type needs. */
export function around(type: string): readonly string[] {
  const hops = hopsOf(type);
  const documents: string[] = [];
  for (let start = 0; start < hops.length; start += HOPS_AT_ONCE) {
    const fields = hops.slice(start, start + HOPS_AT_ONCE).map((hop) => hopField(hop, `first: ${PAGE}`, "__typename id"));
    documents.push(`query Around${type}($id: ID!) { node(id: $id) { ... on ${type} { ${fields.join(" ")} } } }`);
  }
  return documents;
}

/** The next page of one hop. */
export function more(type: string, hop: Hop): string {
  const field = hopField(hop, `first: ${PAGE}, after: $after`, "__typename id");
  return `query More($id: ID!, $after: String) { node(id: $id) { ... on ${type} { ${field} } } }`;
}

/** One hop as a field: its relationships with their properties, and this of the records at the far end. */
export function hopField(hop: Hop, pageArguments: string, node: string): string {
  const own = relationshipOf(hop.relationship)?.properties.map((one: Property) => one.name) ?? [];
  const edge = ["id originator recordedAt marking { level scheme regime handling compartments }", ...own].join(" ");
  return `${hop.field}(${pageArguments}) { edges { ${edge} node { ${node} } } pageInfo { hasNextPage endCursor } }`;
}
