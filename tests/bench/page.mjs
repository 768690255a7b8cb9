// The page of browsers.mjs: measures what its address asks for and leaves the report in an attribute.
import { measureBytes } from "./bytes.mjs"

const asked = new URL(location.href).searchParams
const options = { bytes: Number(asked.get("bytes")), rounds: Number(asked.get("rounds")) }
const report = {}
try {
  report.bytes = []
  for await (const row of measureBytes({ assay: globalThis.Assay, ...options })) report.bytes.push(row)
} catch (error) {
  report.error = String(error?.stack ?? error)
}
document.documentElement.dataset.report = JSON.stringify(report)
