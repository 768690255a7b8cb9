// Browsers: the report as an attribute that the driver reads.
import { report } from "./report.mjs"

document.documentElement.dataset.report = JSON.stringify(report())
