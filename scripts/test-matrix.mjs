// `npm run test:matrix`: the packed tarball in every runtime, and the command beside other programs: pytest, shells.
import { counting } from "./runners.mjs"
import { build, install } from "./setup.mjs"
import { stages } from "./stages.mjs"

const run = stages()
install()
build()
await run.stage("the conformance cases in every runtime", () => counting("tests/runtimes/run.mjs"))
await run.stage("pytest: the code of docs/migration.md", () => counting("tests/pytest/run.mjs"))
await run.stage("completions in bash, zsh and fish", () => counting("tests/shells/run.mjs"))
run.close()
