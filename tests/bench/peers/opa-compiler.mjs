// OPA's compiler from Rego to WebAssembly. npm has none: it is the `opa` on the PATH, or is built from its Go module.
import { execFileSync, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { root } from "../../../scripts/setup.mjs"
import { onPath } from "../../../scripts/system.mjs"

const opaModule = "github.com/open-policy-agent/opa@v1.22.0"
const kept = join(root, ".cache/bench")

/** The module for `data.bench.ok` of this Rego, compiled once for each text. Throws where no compiler can be had. */
export function compiledRego(text) {
  const file = join(kept, `${createHash("sha256").update(text).digest("hex").slice(0, 16)}.wasm`)
  if (existsSync(file)) return readFileSync(file)
  const opa = compiler()
  const folder = mkdtempSync(join(kept, "rego-"))
  try {
    writeFileSync(join(folder, "policy.rego"), text)
    const args = ["build", "-t", "wasm", "-e", "bench/ok", "-o", "bundle.tar.gz", "policy.rego"]
    execFileSync(opa, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] })
    writeFileSync(join(folder, "policy.wasm"), policyIn(gunzipSync(readFileSync(join(folder, "bundle.tar.gz")))))
    renameSync(join(folder, "policy.wasm"), file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return readFileSync(file)
}

function compiler() {
  mkdirSync(kept, { recursive: true })
  const built = join(kept, "bin/opa")
  const found = onPath("opa") ?? (existsSync(built) ? built : undefined)
  if (found !== undefined) return found
  const go = onPath("go")
  if (go === undefined) throw new Error("no OPA: put `opa` on the PATH, or Go to build it with")
  const { status } = spawnSync(go, ["install", opaModule], {
    env: { ...process.env, GOBIN: join(kept, "bin"), GOFLAGS: "" },
    stdio: ["ignore", "ignore", "inherit"],
  })
  if (status !== 0) throw new Error(`no OPA: ${opaModule} could not be built`)
  return built
}

/** The one file of the bundle that is wanted; the bundle is a tar archive of blocks of 512 bytes. */
function policyIn(tar) {
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const name = tar.toString("utf8", at, at + 100).replace(/\0.*$/s, "")
    const size = Number.parseInt(tar.toString("utf8", at + 124, at + 136), 8)
    if (name.endsWith("policy.wasm")) return tar.subarray(at + 512, at + 512 + size)
    at += 512 + Math.ceil(size / 512) * 512
  }
  throw new Error("the bundle of OPA holds no policy.wasm")
}
