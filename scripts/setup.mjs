// What every script may need before it can import anything: the dependencies of the lock file and a built dist/.
import { spawnSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

/** The checkout, with a trailing separator. */
export const root = fileURLToPath(new URL("..", import.meta.url))

/** Runs `npm ci` unless node_modules holds just what the lock file says. */
export function install({ quiet = false } = {}) {
  if (installed()) return
  run(npm("ci", "--no-audit", "--no-fund"), quiet)
}

/** Builds dist/ unless it is newer than everything it is made of. */
export function build({ quiet = false } = {}) {
  const dist = join(root, "dist/cli.js")
  const sources = ["src", "assembly", "scripts", "package.json", "asconfig.json", "tsconfig.json", "tsconfig.node.json"]
  const stamp = existsSync(dist) ? statSync(dist).mtimeMs : 0
  if (sources.every((path) => newest(join(root, path)) <= stamp)) return
  run([process.execPath, join(root, "scripts/build.mjs")], quiet)
}

/** The command line that runs npm without a shell: npm's own script where npm started us, or beside node.exe. */
export function npm(...args) {
  const beside = join(dirname(process.execPath), "node_modules/npm/bin/npm-cli.js")
  const script = process.env.npm_execpath ?? (existsSync(beside) ? beside : undefined)
  return script?.endsWith(".js") ? [process.execPath, script, ...args] : ["npm", ...args]
}

function installed() {
  const [lock, there] = ["package-lock.json", "node_modules/.package-lock.json"].map((path) => {
    const file = join(root, path)
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : undefined
  })
  if (there === undefined) return false
  const wanted = Object.entries(lock).filter(([path, entry]) => path !== "" && entry.optional !== true)
  return wanted.every(([path, entry]) => there[path]?.version === entry.version)
}

function newest(path) {
  if (path.endsWith("generated")) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

function run([command, ...args], quiet) {
  const { status, stderr, stdout } = spawnSync(command, args, { cwd: root, stdio: quiet ? "pipe" : "inherit" })
  if (status === 0) return
  if (quiet) process.stderr.write(`${stdout}${stderr}`)
  process.exit(3)
}
