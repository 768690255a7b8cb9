// Cloudflare's runtime: one request, one report.
import { report } from "./report.mjs"

export default {
  fetch: () => Response.json(report()),
}
