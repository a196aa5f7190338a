// The explorer as it is, with other words: whoever imports the words gets the marked ones.
import { fileURLToPath } from "node:url";

export default {
  base: "/explorer/",
  resolve: { alias: [{ find: /^(\.{1,2}\/)+i18n\/i18n$/, replacement: fileURLToPath(new URL("words.ts", import.meta.url)) }] },
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
};
