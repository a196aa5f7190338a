// Asks Lighthouse about addresses, a line of them after the other, in a Chromium that runs already, as whoever is signed in there.
// Prints a line for each: what falls short of full marks. Neither category depends on how fast a network is, so none is played.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [modules, port] = process.argv.slice(2);
const { default: lighthouse, desktopConfig } = await import(pathToFileURL(createRequire(`${modules}/`).resolve("lighthouse")));
const asked = { port: Number(port), onlyCategories: ["accessibility", "best-practices"], throttlingMethod: "simulate", disableStorageReset: true, disableFullPageScreenshot: true, logLevel: "silent" };

async function told(address) {
  const { lhr } = await lighthouse(address, asked, desktopConfig);
  const weighed = Object.values(lhr.categories).flatMap((one) => one.auditRefs).filter((one) => one.weight > 0).map((one) => lhr.audits[one.id]);
  const faults = weighed.filter((one) => one.score !== null && one.score < 1).map((one) => `${one.id}: ${one.title} ${JSON.stringify(one.details?.items ?? []).slice(0, 600)}`);
  const marks = Object.fromEntries(Object.values(lhr.categories).map((one) => [one.id, one.score === null ? null : Math.round(one.score * 100)]));
  return { asked: address, shown: lhr.finalDisplayedUrl, error: lhr.runtimeError?.code ?? null, marks, faults };
}

for await (const line of createInterface({ input: process.stdin })) {
  const found = [];
  for (const address of JSON.parse(line)) found.push(await told(address));
  console.log(JSON.stringify(found));
}
