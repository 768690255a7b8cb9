// The page of web-demo/, built and then used in real browsers by Playwright; the last line is `N passed, N failed`.
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { chromium, firefox } from "./browsers.mjs"
import { playwright } from "./runners.mjs"
import { root } from "./setup.mjs"

const { status } = spawnSync(process.execPath, [join(root, "scripts/build-demo.mjs")], { stdio: "inherit" })
if (status !== 0) process.exit(1)

const options = process.argv.slice(2)
const env = browsers()
const { passed, failed } = await playwright("tests/browser/playwright.config.ts", env, ...options)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
console.log(`${passed} passed, ${failed} failed`)

/** Where the browsers are. Firefox may be missing here; the matrix insists on it. */
function browsers() {
  const ours = chromium()
  const found = ours === undefined ? {} : { ASSAY_CHROMIUM: ours }
  try {
    return { ...found, ASSAY_FIREFOX: firefox() }
  } catch (error) {
    console.log(`${error.message}; the page is tested in Chromium alone`)
    options.push("--project=chromium")
    return found
  }
}
