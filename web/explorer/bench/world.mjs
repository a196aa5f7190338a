// A made-up graph of any size, answered in the shape of the API: node k is tied to its next and to one farther; "hub" has 10,000 reports.

const HUB = 10_000;
const PAGE = 100;
const MARKING = { level: "DEP_V", scheme: "VIRBI", regime: "WPG8", handling: [], compartments: [] };
const statement = (id) => ({ id, originator: "POL", recordedAt: "2026-03-01T09:00:00.000Z", validFrom: null, validTo: null, marking: MARKING });
const record = (id) => (id === "hub" ? { __typename: "Person", ...statement(id), displayName: "Hub" } : { __typename: "Knowledge", ...statement(id), kind: "tool", name: `Node ${id}` });
const none = { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };

/** The answer to one request of the explorer. */
export function answer({ query, variables }) {
  const name = /^query (\w+)/.exec(query)[1];
  if (name === "Pulse") return { data: { __typename: "Query" } };
  if (name === "Cases") return { data: { cases: none } };
  if (name === "Search") return { data: { search: { edges: [{ node: record("hub") }], pageInfo: { hasNextPage: false, endCursor: null } } } };
  if (name === "Entity") return { data: { entity: { records: [record(variables.id)] } } };
  if (name === "Card" || name.startsWith("Whole")) return { data: { node: record(variables.id) } };
  return { data: { node: hops(query, variables) } };
}

function hops(query, { id, after }) {
  const fields = [...query.matchAll(/(\w+)\(first: \d+/g)].map((found) => found[1]);
  return Object.fromEntries(fields.map((field) => [field, page(field, id, Number(after ?? 0))]));
}

function page(field, id, start) {
  if (id === "hub") return field === "mentionsOf" ? hubPage(start) : none;
  const k = Number(id.slice(1));
  if (field !== "linkedTo") return none;
  return { ...none, edges: [k + 1, (k * 7 + 3) % 2000].map((far) => ({ ...statement(`${id}-${far}`), kind: null, description: null, node: { __typename: "Knowledge", id: `n${far}` } })) };
}

function hubPage(start) {
  const end = Math.min(start + PAGE, HUB);
  const edges = Array.from({ length: end - start }, (_, k) => ({ ...statement(`h-${start + k}`), node: { __typename: "Report", id: `r${start + k}` } }));
  return { edges, pageInfo: { hasNextPage: end < HUB, endCursor: String(end) } };
}
