// Builds the page of web-demo/ against the built package.
import { existsSync } from "node:fs"
import { join } from "node:path"
import { build as buildPackage, install, root } from "./setup.mjs"

install()
buildPackage()
const { build } = await import("vite")
const page = join(root, "web-demo")
const configFile = ["vite.config.ts", "vite.config.mjs"].map((name) => join(page, name)).find(existsSync) ?? false
await build({ root: page, configFile })
