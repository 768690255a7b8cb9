// Vercel's edge runtime evaluates a script; the driver reads the global.
import { report } from "./report.mjs"

globalThis.edgeReport = JSON.stringify(report())
