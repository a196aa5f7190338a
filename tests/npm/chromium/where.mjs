// Unpacks the Chromium of the package into TMPDIR and prints where it is.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const entry = createRequire(`${process.argv[2]}/`).resolve("@sparticuz/chromium");
const { default: chromium } = await import(pathToFileURL(entry));
console.log(await chromium.executablePath());
