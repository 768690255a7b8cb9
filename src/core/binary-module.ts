import type { CoreExports } from "./exports.ts"

// Declared here and nowhere public: users without DOM or WebAssembly types must be able to compile against the package.
declare const WebAssembly:
  | undefined
  | {
      readonly Module: new (bytes: Uint8Array) => object
      readonly Instance: new (module: object) => { readonly exports: object }
    }

/**
 * The core could not be loaded: the page or the runtime refuses WebAssembly. `cause` is what the engine said.
 * Engines name a Content-Security-Policy only in prose, so the message names the remedy for every refusal.
 */
export class CoreLoadError extends Error {
  override readonly name: string = "CoreLoadError"
  readonly code: string = "core-refused"

  constructor(cause: unknown) {
    const said = cause instanceof Error ? ` (${cause.message})` : ""
    super(
      "WebAssembly was refused here: add 'wasm-unsafe-eval' to script-src of the Content-Security-Policy, " +
        `or import from "assay/js", which needs no WebAssembly${said}`,
      { cause },
    )
  }
}

/** Compiles the core; the caller keeps the module, for compiling is the dear part. Throws `CoreLoadError`. */
export function compileCore(bytes: Uint8Array): object {
  return refusing((wasm) => new wasm.Module(bytes))
}

/** A fresh instance with a memory of its own. Throws `CoreLoadError`; WebKit refuses only here. */
export function instantiateModule(module: object): CoreExports {
  return refusing((wasm) => new wasm.Instance(module).exports as CoreExports)
}

function refusing<T>(action: (wasm: NonNullable<typeof WebAssembly>) => T): T {
  // Some locked-down browsers have no such global at all.
  if (typeof WebAssembly === "undefined") throw new CoreLoadError(undefined)
  try {
    return action(WebAssembly)
  } catch (cause) {
    throw new CoreLoadError(cause)
  }
}
