// Measures the explorer in headless Chromium over a made-up graph of any size: first picture, frames a second while panning, a hub.
// `./kring bench web` runs it: it prints one JSON object, and needs nothing but Node, Chromium (KRING_CHROMIUM) and the built folder.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { answer } from "./world.mjs";
import { Tab } from "./tab.mjs";

const chromium = process.env.KRING_CHROMIUM ?? "/usr/bin/chromium";
const most = Number(process.argv[2] ?? 2000);
const KINDS = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const dist = new URL("../dist/", import.meta.url);
const session = { user: "u-bench", name: "Bench", organisation: "NCTV", roles: [], purposes: ["THREAT_ASSESSMENT"], seal: "s", expiresAt: "2099-01-01T00:00:00Z" };

const server = createServer(async (request, response) => {
  const path = new URL(request.url, "http://x").pathname;
  if (path === "/explorer/graphql") return json(response, answer(JSON.parse(await body(request))));
  if (path === "/explorer/session") return json(response, session);
  const file = path.slice("/explorer/".length) || "index.html";
  try {
    const bytes = await readFile(new URL(file, dist));
    response.writeHead(200, { "Content-Type": KINDS[extname(file)] ?? "application/octet-stream" }).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

function json(response, value) {
  response.writeHead(200, { "Content-Type": "application/json", "Kring-Epoch": "e", "Audit-Receipt": "r" }).end(JSON.stringify(value));
}

/** A saved view of so many nodes on a square, as the explorer keeps it. */
function view(count) {
  const side = Math.ceil(Math.sqrt(count));
  const ids = Array.from({ length: count }, (_, k) => `n${k}`);
  const places = ids.map((id, k) => [id, { x: (k % side) * 110, y: Math.floor(k / side) * 110 }]);
  const filters = { type: [], originator: [], level: [], clock: "valid", from: null, to: null, undated: true };
  return JSON.stringify([{ version: 1, name: "last", savedAt: "", ids, hidden: [], pinned: [], places, groups: [], filters }]);
}

async function picture(tab, url, count) {
  await tab.go(url);
  await tab.until("document.body.dataset.ready === 'true'");
  await tab.run(`sessionStorage.setItem("kring.explorer.last.u-bench", ${JSON.stringify(view(count))})`);
  await tab.go(url);
  await tab.until("window.__explorer && __explorer.ids().length > 0");
  const first = await tab.run("performance.now()");
  await tab.until(`__explorer.ids().length === ${count}`);
  const all = await tab.run("performance.now()");
  await tab.until("__explorer.settled()");
  const whole = await tab.run("performance.now()");
  return { nodes: count, edges: await tab.run("__explorer.links().length"), firstPictureMs: Math.round(first), allNodesMs: Math.round(all), withLinksMs: Math.round(whole) };
}

/** Frames a second for two seconds, while `each` is done in every frame: panning, or nothing at all for comparison. */
async function frames(tab, each) {
  return tab.run(`new Promise((done) => {
    const start = performance.now(); let drawn = 0;
    const step = () => { drawn += 1; ${each}; const gone = performance.now() - start; gone < 2000 ? requestAnimationFrame(step) : done(Math.round(drawn / gone * 1000)); };
    requestAnimationFrame(step);
  })`);
}

/** A record with 10,000 neighbours along one hop: counted, grouped, never drawn. */
async function hub(tab, url) {
  await tab.go(url);
  await tab.until("document.body.dataset.ready === 'true'");
  await tab.run("sessionStorage.clear()");
  await tab.go(url);
  await tab.until("document.body.dataset.ready === 'true'");
  await tab.run("((box) => { box.value = 'hub'; box.dispatchEvent(new Event('input')); })(document.querySelector('#search'))");
  await tab.until("document.querySelector('.result')");
  await tab.run("document.querySelector('.result').click()");
  await tab.until("document.querySelector('.choice')");
  const start = Date.now();
  await tab.run("document.querySelector('.choice').click()");
  await tab.until("__explorer.ids().some((id) => id.startsWith('group:'))");
  return { neighbours: await tab.run("document.querySelector('.details h3').textContent"), drawn: await tab.run("__explorer.ids().length"), ms: Date.now() - start };
}

const profile = await mkdtemp(join(tmpdir(), "kring-bench-"));
const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--window-size=1440,900", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"];
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const url = `http://127.0.0.1:${server.address().port}/explorer/`;
const browser = spawn(chromium, flags, { stdio: ["ignore", "ignore", "pipe"] });
const ended = new Promise((done) => browser.once("exit", done));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => browser.kill() && process.exit(1));
try {
  const tab = await Tab.open(browser.stderr);
  const emptyPageFps = await frames(tab, "");
  const small = await picture(tab, url, Math.min(500, most));
  const large = await picture(tab, url, most);
  const fps = await frames(tab, "__explorer.pan(drawn % 40 < 20 ? 6 : -6, 2)");
  console.log(JSON.stringify({ emptyPageFps, small, large: { ...large, fps }, hub: await hub(tab, url) }, null, 1));
  tab.close();
} finally {
  browser.kill();
  await ended;
  server.close();
  server.closeAllConnections();
  await rm(profile, { recursive: true, force: true });
}
