import { runCases } from "./run-cases.mjs"
import { runSchemas } from "./run-schemas.mjs"

/** One report of the conformance cases and, where it is at hand, the JSON Schema Test Suite. */
export function runAll(assay, { cases, schemas }) {
  const reports = [runCases(assay, cases), ...(schemas ? [runSchemas(assay, schemas)] : [])]
  const sum = (key) => reports.reduce((total, report) => total + report[key], 0)
  return {
    passed: sum("passed"),
    failed: sum("failed"),
    failures: reports.flatMap(({ failures }) => failures),
    transcript: reports.map(({ transcript }) => transcript).join(""),
  }
}
