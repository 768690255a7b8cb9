// The table that the matrix prints: a row per runtime, and whether all transcripts are the same bytes.
import { createHash } from "node:crypto"

/** `add(name, run)` prints a row; `close()` the sums. The first transcript is what all others have to be. */
export function rows() {
  const sums = { passed: 0, failed: 0 }
  const shown = new Set()
  let reference
  return {
    async add(name, run) {
      const { version, passed, failed, note, failures } = await outcome(run)
      sums.passed += passed
      sums.failed += failed
      const counts = `${passed} passed, ${failed} failed`.padEnd(24)
      const mark = failed === 0 && passed > 0 ? "ok  " : "FAIL"
      console.log(`${mark} ${name.padEnd(40)} ${String(version).padEnd(18)} ${counts} ${note}`)
      for (const failure of failures.map((each) => JSON.stringify(each))) {
        if (!shown.has(failure)) console.log(`     ${failure}`)
        shown.add(failure)
      }
    },
    close() {
      console.log(`${sums.passed} passed, ${sums.failed} failed`)
      process.exitCode = sums.failed === 0 && sums.passed > 0 ? 0 : 1
    },
  }

  async function outcome(run) {
    try {
      const { version, reports, checked } = await run()
      return checked === undefined ? judged(reports[0], version) : { version, failures: [], ...checked }
    } catch (error) {
      const said = String(error?.stderr || error?.message || error)
      return { version: "-", passed: 0, failed: 1, note: said.trim().split("\n", 3).join(" "), failures: [] }
    }
  }

  function judged(report, version = report.version) {
    const hash = createHash("sha256").update(report.transcript).digest("hex").slice(0, 16)
    reference ??= hash
    const same = hash === reference
    const note = same ? `transcript ${hash}` : `transcript ${hash}, and the first was ${reference}`
    const failed = report.failed + (same && report.passed > 0 ? 0 : 1)
    return { version, passed: report.passed, failed, note, failures: report.failures }
  }
}
