// `npm run -s assay -- ARGS`: the command of this checkout. Standard output is the command's alone.
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { build, install, root } from "./setup.mjs"

install({ quiet: true })
build({ quiet: true })
const { status } = spawnSync(process.execPath, [join(root, "dist/cli.js"), ...process.argv.slice(2)], {
  stdio: "inherit",
})
process.exitCode = status ?? 3
