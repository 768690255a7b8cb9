// `node scripts/release-notes.mjs VERSION [FILE] [--released]` prints the section of CHANGELOG.md (or FILE) on a version;
// exit code 1 if there is none, or with --released if it does not say when.
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { root } from "./setup.mjs"

const { positionals, values } = parseArgs({ allowPositionals: true, options: { released: { type: "boolean" } } })
const [version, file = join(root, "CHANGELOG.md")] = positionals
if (version === undefined) fail("usage: node scripts/release-notes.mjs VERSION [FILE] [--released]", 2)

const found = section(readFileSync(file, "utf8"), version)
if (found === undefined) fail(`no section "## ${version}" with anything in it`, 1)
if (values.released && !/^\d{4}-\d\d-\d\d$/.test(found.note)) {
  fail(`the heading of ${version} should end in the day of its release (YYYY-MM-DD), not in "${found.note}"`, 1)
}
process.stdout.write(`${found.text}\n`)

/** What stands below `## VERSION, NOTE`, up to the next heading of that level. */
function section(changelog, name) {
  const [, ...sections] = changelog.split(/^## /m)
  for (const each of sections) {
    const [heading, ...lines] = each.split(/\r?\n/)
    const [title, note = ""] = heading.split(/,\s*/)
    const text = lines.join("\n").trim()
    if (title.trim() === name && text !== "") return { note: note.trim(), text }
  }
  return undefined
}

function fail(message, code) {
  console.error(message)
  process.exit(code)
}
