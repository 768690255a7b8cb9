// `npm run test:matrix`: the packed tarball in every runtime; see tests/runtimes/matrix.mjs.
import { build, install } from "./setup.mjs"

install()
build()
const { matrix } = await import("../tests/runtimes/matrix.mjs")
await matrix()
