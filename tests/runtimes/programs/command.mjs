// Node, Deno and Bun: prints the report, with the version of whatever runs this.
import { report } from "./report.mjs"

const version = globalThis.Deno?.version.deno ?? globalThis.Bun?.version ?? process.version.slice(1)
console.log(JSON.stringify({ version, ...report() }))
