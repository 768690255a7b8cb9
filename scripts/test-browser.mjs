// The page of web-demo/, built and then used in real browsers by Playwright; the last line is `N passed, N failed`.
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { chromium } from "./chromium.mjs"
import { playwright } from "./runners.mjs"
import { root } from "./setup.mjs"

const { status } = spawnSync(process.execPath, [join(root, "scripts/build-demo.mjs")], { stdio: "inherit" })
if (status !== 0) process.exit(1)

// Tests find the browser where this says it is; without it Playwright takes its own.
const executable = chromium()
const env = executable === undefined ? {} : { ASSAY_CHROMIUM: executable }
const { passed, failed } = await playwright("tests/browser/playwright.config.ts", env, ...process.argv.slice(2))
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
console.log(`${passed} passed, ${failed} failed`)
