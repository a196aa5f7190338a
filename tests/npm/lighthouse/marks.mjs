// Asks Lighthouse about addresses in a Chromium that runs already, as whoever is signed in there. Prints what falls short of full marks.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, port, ...addresses] = process.argv.slice(2);
const { default: lighthouse, desktopConfig } = await import(pathToFileURL(createRequire(`${modules}/`).resolve("lighthouse")));
const asked = { port: Number(port), onlyCategories: ["accessibility", "best-practices"], throttlingMethod: "provided", disableStorageReset: true, logLevel: "silent" };
const found = [];
for (const address of addresses) {
  const { lhr } = await lighthouse(address, asked, desktopConfig);
  const weighed = Object.values(lhr.categories).flatMap((one) => one.auditRefs).filter((one) => one.weight > 0).map((one) => lhr.audits[one.id]);
  const faults = weighed.filter((one) => one.score !== null && one.score < 1).map((one) => `${one.id}: ${one.title} ${JSON.stringify(one.details?.items ?? []).slice(0, 600)}`);
  const marks = Object.fromEntries(Object.values(lhr.categories).map((one) => [one.id, one.score === null ? null : Math.round(one.score * 100)]));
  found.push({ asked: address, shown: lhr.finalDisplayedUrl, error: lhr.runtimeError?.code ?? null, marks, faults });
}
console.log(JSON.stringify(found));
