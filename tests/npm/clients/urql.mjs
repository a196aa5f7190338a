// Asks the documents on stdin with urql, as its guide sets it up, and follows changes over its own server-sent events. Prints answers.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, url, own] = process.argv.slice(2);
const { Client, cacheExchange, fetchExchange } = createRequire(`${modules}/`)("@urql/core");
const client = new Client({
  url,
  exchanges: [cacheExchange, fetchExchange],
  fetchOptions: { headers: JSON.parse(own) },
  preferGetMethod: false,
  fetchSubscriptions: true,
});
const asked = JSON.parse(readFileSync(0, "utf8"));
const answers = [];
for (const { query, variables } of asked.queries) {
  const { data, error } = await client.query(query, variables).toPromise();
  answers.push({ data, error: error?.message });
}
client.subscription(asked.subscription, {}).subscribe(({ data, error }) => {
  console.log(JSON.stringify({ answers, event: data ?? error.message }));
  process.exit();
});
