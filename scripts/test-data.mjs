// `npm run test:data`: the tests that need the shared data, a folder named by ASSAY_DATA or ../shared/data.
import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { vitest } from "./runners.mjs"
import { build, install, root } from "./setup.mjs"
import { stages } from "./stages.mjs"

const run = stages()
await run.stage("vitest: real traces", () => {
  const data = resolve(process.env.ASSAY_DATA ?? resolve(root, "../shared/data"))
  if (!existsSync(data)) throw new Error(`the shared data is not at ${data}: name its folder in ASSAY_DATA`)
  install()
  build()
  return vitest("data", { ASSAY_DATA: data })
})
run.close()
