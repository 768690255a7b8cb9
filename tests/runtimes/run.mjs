// The last line is `N passed, N failed`.
import { matrix } from "./matrix.mjs"

await matrix()
