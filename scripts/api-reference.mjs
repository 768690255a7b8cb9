// `npm run docs`: what the public entry points export, as one page of Markdown, made from the sources.
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, relative, resolve } from "node:path"
import { entryPoints } from "./api-reference/entries.mjs"
import { describeEntries } from "./api-reference/exports.mjs"
import { renderReference } from "./api-reference/page.mjs"
import { root } from "./setup.mjs"

const target = resolve(root, process.argv[2] ?? "dist/docs/api.md")
const page = renderReference(describeEntries(entryPoints()))
mkdirSync(dirname(target), { recursive: true })
writeFileSync(target, page)
process.stdout.write(`${relative(root, target)}: ${page.split("\n").length} lines\n`)
