// A Vite app and a plain page with a script tag, both in Chromium.
import { createHash } from "node:crypto"
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { build } from "vite"
import { inChromium } from "../runtimes/browsers.mjs"
import { site } from "../runtimes/site.mjs"

/** `rows` of `[name, run]`, each opening one page; `close()` when they have run. */
export async function pageConsumers(folder, judged) {
  const served = join(folder, "served")
  mkdirSync(served)
  layOutTags(folder, served)
  const { url, close } = await site(served)
  const opens = (policy, name, expected) => async () => {
    const [report] = (await inChromium(url(policy, name))).reports
    if (report !== expected) throw new Error(`expected ${expected}, got ${JSON.stringify(report)}`)
  }
  const app = async () => {
    await buildApp(folder, served)
    await opens("wasm", "index", judged)()
  }
  const rows = [
    ["an app built by Vite", app],
    ["a script tag with integrity", opens("wasm", "tag", judged)],
    ["a script tag with the JavaScript core, strict CSP", opens("strict", "tag-js", judged)],
    ["a script tag whose bytes are not those of integrity", opens("wasm", "tag-wrong", "no Assay")],
  ]
  return { rows, close }
}

async function buildApp(folder, outDir) {
  const output = { entryFileNames: "[name].js", chunkFileNames: "[name].js" }
  const rolldownOptions = { output }
  const options = { outDir, emptyOutDir: false, rolldownOptions, modulePreload: { polyfill: false } }
  await build({ root: join(folder, "app"), base: "./", configFile: false, logLevel: "warn", build: options })
}

function layOutTags(folder, served) {
  for (const name of ["judge.mjs", "tag.js"]) copyFileSync(join(folder, name), join(served, name))
  for (const [page, script] of [
    ["tag", "assay.iife.js"],
    ["tag-js", "assay-js.iife.js"],
    ["tag-wrong", "assay.iife.js"],
  ]) {
    const bytes = readFileSync(join(folder, "node_modules/assay/dist", script))
    const hash = createHash("sha384")
      .update(page === "tag-wrong" ? `${bytes} ` : bytes)
      .digest("base64")
    writeFileSync(join(served, script), bytes)
    const tag = `<script src="${script}" integrity="sha384-${hash}" crossorigin="anonymous"></script>`
    writeFileSync(
      join(served, `${page}.html`),
      `<!doctype html><meta charset="utf-8">${tag}<script type="module" src="tag.js"></script>`,
    )
  }
}
