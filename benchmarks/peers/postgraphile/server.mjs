// A contestant: PostGraphile over the same rows in PostgreSQL, which decides by row-level security.
// `node server.mjs PORT SOCKET VISIBLE`: the folder of the database's socket, and the caller's mask in hexadecimal.
// Role and mask travel with every request, as they would from a token. It has no token to check and no audit: less than Kring does.
import { createServer } from "node:http";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { postgraphile } from "postgraphile";

const [port, socket, visible] = process.argv.slice(2);
const connection = { host: socket, user: "postgres", database: "postgres", max: 8 };
const pgSettings = { role: "reader", "kring.see": `\\x${visible}` };
const server = createServer();
const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  disablePlugins: ["PgIndexBehaviorsPlugin"],
  pgServices: [makePgService({ poolConfig: connection, schemas: ["public"] })],
  grafast: { context: { pgSettings } },
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false, maxRequestLength: 100_000 },
});
await instance.createServ(grafserv).addTo(server);
server.keepAliveTimeout = 600_000;
server.listen(Number(port), "127.0.0.1");
