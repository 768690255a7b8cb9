import type { ReportOptions } from "../run-report.ts"

/** Who made the report, and when if that was asked for. */
export function footerOf({ version, now }: ReportOptions): string {
  return `Made by Assay ${version}${now === undefined ? "" : ` on ${now.toISOString().replace("T", " at ")}`}`
}
