// Browsers: the report as an attribute that the driver reads.
import { report } from "./report-js.mjs"

document.documentElement.dataset.report = JSON.stringify(report())
