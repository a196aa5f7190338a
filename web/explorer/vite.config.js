// How the island is built: one bundle, no inline code or style (the page's policy allows none), nothing from elsewhere.
import { defineConfig } from "vite";

export default defineConfig({
  base: "/explorer/",
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    license: { fileName: "licences.md" },
    rollupOptions: { output: { manualChunks: undefined } },
  },
  test: { include: ["test/**/*.test.ts"], environment: "node" },
});
