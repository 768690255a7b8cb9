// Cloudflare's own runtime, serving one request.
import { execFileSync, spawn } from "node:child_process"
import { copyFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { bundle } from "./bundle.mjs"
import { workerdBinary } from "./runtimes.mjs"
import { freePort } from "./webkit.mjs"

const configuration = (port) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]
);
const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "core.wasm", wasm = embed "core.wasm")
  ],
  compatibilityDate = "2026-10-01"
);
`

/** The report of worker.mjs, and workerd's version. */
export async function inWorkerd(folder) {
  await bundle(folder, "workerd", "worker")
  const bundled = join(folder, "bundled")
  const port = await freePort()
  copyFileSync(join(folder, "node_modules/assay/dist/core.wasm"), join(bundled, "core.wasm"))
  writeFileSync(join(bundled, "config.capnp"), configuration(port))
  const child = spawn(workerdBinary(), ["serve", "config.capnp"], {
    cwd: bundled,
    stdio: ["ignore", "inherit", "inherit"],
  })
  try {
    const version = execFileSync(workerdBinary(), ["--version"], { encoding: "utf8" }).trim()
    return { version, reports: [await answer(`http://127.0.0.1:${port}/`, child)] }
  } finally {
    child.kill()
  }
}

async function answer(url, child) {
  for (let tries = 0; tries < 100 && child.exitCode === null; tries++) {
    const response = await fetch(url, { signal: AbortSignal.timeout(60_000) }).catch(() => undefined)
    if (response?.ok) return response.json()
    if (response !== undefined) throw new Error(`workerd answered ${response.status}: ${await response.text()}`)
    await wait(100)
  }
  throw new Error("workerd did not start")
}
