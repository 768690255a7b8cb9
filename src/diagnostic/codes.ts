/**
 * Every diagnostic code of the product. A code is stable: tools match on it. Each has an anchor in
 * `docs/diagnostics.md` and a case in the tests (`tests/unit/house.test.ts` checks both).
 */
export const policyCodes = [
  "yaml-syntax",
  "duplicate-key",
  "cyclic-anchor",
  "several-documents",
  "empty-document",
  "too-large",
  "integer-too-large",
  "unknown-key",
  "missing-key",
  "conflicting-keys",
  "wrong-type",
  "wrong-value",
  "unknown-rule-type",
  "unknown-version",
  "assay-dialect",
  "alias-of-alias",
  "duplicate-id",
  "reserved-id",
  "too-many-states",
  "too-many-conditions",
  "invalid-regex",
  "unsupported-regex",
  "regex-too-large",
  "invalid-schema",
  "unsupported-schema",
  "schema-too-large",
  "unsupported-yet",
] as const

export const traceCodes = [
  "unreadable-trace",
  "invalid-json",
  "invalid-utf8",
  "invalid-call",
  "truncated-input",
  "trace-too-large",
  "ambiguous-format",
  "unknown-format",
  "policy-as-trace",
  "no-traces",
  "orphan-result",
  "unparsable-args",
  "truncated-value",
  "too-deep",
  "too-costly",
  "unreadable-args",
  "lookalike-tool",
] as const

export const stateCodes = [
  "program-invalid",
  "program-version",
  "state-invalid",
  "state-version",
  "state-foreign",
  "session-full",
  "too-many-in-flight",
  "core-failed",
] as const

export const baselineCodes = [
  "baseline-missing",
  "baseline-version",
  "baseline-without-coverage",
  "baseline-older",
  "ref-unreadable",
] as const

export const runCodes = ["file-unreadable", "file-unwritable", "trace-as-policy", "usage"] as const

export const coverageCodes = ["vacuous-coverage", "invalid-report", "foreign-report"] as const

/** What a diagnostic is about: stable, and with an anchor in the docs. */
export type DiagnosticCode =
  | (typeof policyCodes)[number]
  | (typeof traceCodes)[number]
  | (typeof stateCodes)[number]
  | (typeof baselineCodes)[number]
  | (typeof runCodes)[number]
  | (typeof coverageCodes)[number]
