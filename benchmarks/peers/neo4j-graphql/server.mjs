// A contestant: @neo4j/graphql with a rule on the node type, over the same database. `node server.mjs PORT FOLDER VISIBLE`
// Documents are parsed and validated once, as a careful user would; the caller's classes travel as the claim of a token does.
// It has no rule for a relationship that is traversed, no audit and no token to check: it does less than Kring does.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { Neo4jGraphQL } from "@neo4j/graphql";
import { execute, parse, validate } from "graphql";
import neo4j from "neo4j-driver";

const [port, folder, visible] = process.argv.slice(2);
const known = JSON.parse(readFileSync(`${folder}/endpoint.json`, "utf8"));
const driver = neo4j.driver(known.uri, neo4j.auth.basic(known.user, known.password), { disableLosslessIntegers: true });
const typeDefs = `
  type JWT @jwt { visible: [Int!]! }
  type Person @node @authorization(filter: [{ where: { node: { pc: { in: "$jwt.visible" } } } }]) {
    id: ID!
    pc: Int!
    displayName: String
    birthDate: String
    publicFunction: String
    minor: Boolean
    originator: String!
    recordedAt: String!
    relatedTo: [Person!]! @relationship(type: "RELATED_TO", direction: OUT, properties: "Related")
    linkedTo: [Person!]! @relationship(type: "LINKED_TO", direction: OUT, properties: "Linked")
  }
  type Related @relationshipProperties { id: ID! kind: String }
  type Linked @relationshipProperties { id: ID! kind: String }
`;
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();
const jwt = { visible: JSON.parse(visible) };
const documents = new Map();

function documentOf(text) {
  let found = documents.get(text);
  if (!found) {
    found = parse(text);
    const faults = validate(schema, found);
    if (faults.length) throw faults[0];
    documents.set(text, found);
  }
  return found;
}

async function answer(body) {
  const { query, variables } = JSON.parse(body);
  return execute({ schema, document: documentOf(query), variableValues: variables, contextValue: { jwt } });
}

const server = createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", async () => {
    let status = 200, result;
    try {
      result = await answer(Buffer.concat(parts).toString());
    } catch (fault) {
      [status, result] = [400, { errors: [{ message: String(fault) }] }];
    }
    const text = JSON.stringify(result);
    response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) }).end(text);
  });
});
server.keepAliveTimeout = 600_000;
server.listen(Number(port), "127.0.0.1");
