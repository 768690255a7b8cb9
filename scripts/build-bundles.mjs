// The bundles of dist/. One source, four ways to get the core: inlined bytes, JavaScript (wasm2js), and for edge
// runtimes, which compile nothing at run time, an import of core.wasm that their own bundlers resolve.
import { build } from "vite"
import { root } from "./setup.mjs"
import { external, source, variants } from "./variants.mjs"

/** Builds every variant into `outDir`; the same sources give the same bytes. */
export async function buildBundles(outDir) {
  for (const variant of variants) await build(configuration(variant, outDir))
}

function configuration({ name, format, core, entry }, outDir) {
  const extension = { es: "js", cjs: "cjs", iife: "iife.js" }[format]
  const output = {
    entryFileNames: `[name].${extension}`,
    // All chunks lie beside the entries, where `./core.wasm` is; the variant's name keeps them apart.
    chunkFileNames: `chunk-${name}-[name].${extension}`,
  }
  return {
    root,
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    plugins: [coreVariant(core)],
    build: {
      outDir,
      emptyOutDir: false,
      target: "es2022",
      minify: format === "iife",
      lib: { entry, formats: [format], name: "Assay" },
      // CommonJS has none; what needs its own place asks for `__filename` there.
      rolldownOptions: {
        external: external[format],
        output,
        ...(format === "cjs" && { transform: { define: { "import.meta": "{}" } } }),
      },
    },
  }
}

function coreVariant(core) {
  return {
    name: "core-variant",
    enforce: "pre",
    resolveId(specifier) {
      if (specifier.startsWith("./core.wasm")) return { id: specifier, external: true }
      if (core !== undefined && specifier.endsWith("/binary.ts")) return source(`core/binary-${core}.ts`)
      return null
    },
  }
}
