// Child processes that are seen while they run and read when they have ended.
import { spawn } from "node:child_process"
import { root } from "./setup.mjs"

// A test that never ends is a failure too.
const limit = { timeout: 9 * 60_000, killSignal: "SIGKILL" }

/** Runs a Node script of the checkout, shows what it prints, and resolves to its exit code and output. */
export function node(args, env = {}) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...limit,
  })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text
      process.stdout.write(text)
    })
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (code) => resolve({ code: code ?? 1, output }))
  })
}

/** A stage that is one check: it passes when the script exits with 0. */
export async function check(...args) {
  const { code } = await node(args)
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}
