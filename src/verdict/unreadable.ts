import type { Diagnostic } from "../diagnostic/index.ts"
import type { Extent } from "../trace/model.ts"
import type { Verdict } from "./model.ts"

/** What is said of an input that cannot be read as a trace: not ok, no rules, and the reasons. */
export function unreadableVerdict(extent: Extent, diagnostics: readonly Diagnostic[]): Verdict {
  return { ok: false, extent, calls: 0, rules: [], violations: [], undetermined: 0, diagnostics }
}
