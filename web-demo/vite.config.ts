import { fileURLToPath } from "node:url"
import { defineConfig } from "vite"

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  // Relative, so that the page works in any folder of any server.
  base: "./",
  build: {
    outDir: fileURLToPath(new URL("../build/web-demo", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    // The page's policy allows no data: addresses, and the polyfill would fetch.
    assetsInlineLimit: 0,
    modulePreload: false,
  },
})
