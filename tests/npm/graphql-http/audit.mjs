// Runs every audit against one address and prints what came of each as JSON. Headers that a caller of Kring needs come as JSON in argv.
import { createRequire } from "node:module";

const [modules, url, own] = process.argv.slice(2);
const { serverAudits } = createRequire(`${modules}/`)("graphql-http");
const headers = JSON.parse(own);
const fetchFn = (address, init = {}) => fetch(address, { ...init, headers: { ...init.headers, ...headers } });
const results = [];
for (const audit of serverAudits({ url, fetchFn })) {
  const { status, reason } = await audit.fn();
  results.push({ id: audit.id, name: audit.name, status, reason: reason ?? "" });
}
console.log(JSON.stringify(results));
