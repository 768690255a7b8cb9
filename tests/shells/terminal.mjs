// A terminal with a program in it, by `script` of util-linux: what is written is typed, what comes is read.
import { spawn } from "node:child_process"

/** Milliseconds. */
const patience = 15_000
const silence = 250

/** Starts a command line in a terminal of its own. */
export function openTerminal(command, options) {
  const child = spawn("script", ["-qec", command, "/dev/null"], { ...options, stdio: "pipe" })
  let text = ""
  let last = Date.now()
  const take = (chunk) => {
    text += chunk
    last = Date.now()
  }
  child.stdout.setEncoding("utf8").on("data", take)
  child.stderr.setEncoding("utf8").on("data", take)
  child.stdin.on("error", () => undefined)
  return {
    type: (typed) => child.stdin.write(typed),
    text: () => text,
    forget() {
      text = ""
    },
    /** Once something came and nothing more comes. */
    async quiet() {
      const until = Date.now() + patience
      while (Date.now() < until && (text === "" || Date.now() - last < silence)) await pause(20)
    },
    /** The match, or undefined where it does not come. */
    async waitFor(pattern) {
      const until = Date.now() + patience
      while (Date.now() < until) {
        const found = pattern.exec(text)
        if (found) return found
        await pause(20)
      }
      return undefined
    },
    close: () => child.kill("SIGKILL"),
  }
}

function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds))
}
