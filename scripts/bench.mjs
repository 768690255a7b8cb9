// `npm run bench -- ARGS`: the benchmarks, on a build that is not older than its sources.
import { build, install } from "./setup.mjs"

install()
build()
await import("../tests/bench/run.mjs")
