// Runs what relay-compiler made: a first page, then what follows it by the compiler's own query, into one store. Prints the list whole.
import { createRequire } from "node:module";

const [modules, made, url, own] = process.argv.slice(2);
const { Environment, Network, RecordSource, Store, fetchQuery, getSelector } = createRequire(`${modules}/`)("relay-runtime");
const artifact = (name) => createRequire(`${made}/`)(`./${name}.graphql.js`);
const headers = { "content-type": "application/json", ...JSON.parse(own) };
const network = Network.create(async ({ text: query }, variables) =>
  (await fetch(url, { method: "POST", headers, body: JSON.stringify({ query, variables }) })).json());
const environment = new Environment({ network, store: new Store(new RecordSource()) });
const read = async (name, variables) => {
  const query = artifact(name);
  const root = await fetchQuery(environment, query, variables).toPromise();
  const { data } = environment.lookup(getSelector(artifact("Reports_page"), root));
  return data.reports;
};
const lines = ({ edges }) => edges.map(({ node }) => environment.lookup(getSelector(artifact("Reports_one"), node)).data);

const first = await read("ReportsQuery", { first: 2 });
const more = await read("ReportsMoreQuery", { first: 2, after: first.pageInfo.endCursor });
console.log(JSON.stringify({ totalCount: first.totalCount, reports: lines(more) }));
