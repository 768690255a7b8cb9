// Bundles a program of the consumer's folder the way its platform's own tool would: by export condition.
import { join } from "node:path"
import { build } from "vite"

const platforms = {
  browser: { format: "es", conditions: ["module", "browser", "import", "default"] },
  // wrangler and Vercel's builder leave modules of WebAssembly to the platform.
  workerd: { format: "es", conditions: ["workerd", "worker", "import", "default"], external: /\.wasm$/ },
  edge: { format: "iife", conditions: ["edge-light", "import", "default"], external: /\.wasm\?module$/ },
}

/** Writes `folder`/bundled/`name`.js for one of the platforms. */
export async function bundle(folder, platform, name) {
  const { format, conditions, external } = platforms[platform]
  const wasm = {
    name: "wasm-of-the-platform",
    enforce: "pre",
    resolveId: (specifier) => (external?.test(specifier) ? { id: "./core.wasm", external: true } : null),
  }
  await build({
    root: folder,
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    plugins: [wasm],
    resolve: { conditions },
    build: {
      outDir: join(folder, "bundled"),
      emptyOutDir: false,
      target: "es2022",
      minify: false,
      lib: { entry: { [name]: join(folder, `${name}.mjs`) }, formats: [format], name: "program" },
      rolldownOptions: { output: { entryFileNames: "[name].js", globals: { "./core.wasm": "coreModule" } } },
    },
  })
  return join(folder, "bundled", `${name}.js`)
}
