import { dump } from "js-yaml"
import type { CoverageReport } from "../coverage/model.ts"
import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import { Problems } from "../policy/problems.ts"
import { SourceText } from "../policy/source-text.ts"
import { BaselineError } from "./baseline-error.ts"
import { type DiffOptions, diffBaseline, sortedOnce } from "./diff.ts"
import { readBaseline } from "./document.ts"
import type { BaselineData, BaselineDiff, BaselineOrigin } from "./model.ts"
import { toFourDecimals } from "./percentage.ts"
import { type BaselineJSON, baselineToJSON } from "./wire.ts"
import { readYamlDocument } from "./yaml-document.ts"

/** How a baseline is to be read. */
export interface BaselineOptions {
  /** The name by which diagnostics speak of the text. */
  readonly filename?: string
}

/** What `Baseline.check` found; `baseline` is absent when there are errors. */
export interface BaselineCheck {
  readonly baseline?: Baseline
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * What a suite of traces covered once, kept to be compared with. Immutable.
 *
 * @example
 * const baseline = Baseline.fromReport(report, { commit: "4f1c2a9", branch: "main" })
 * Baseline.parse(baseline.toYAML()).diff(report).delta // 0
 */
export class Baseline {
  readonly data: BaselineData
  /** Warnings of reading: keys that are not known. */
  readonly diagnostics: readonly Diagnostic[]

  private constructor(data: BaselineData, diagnostics: readonly Diagnostic[]) {
    this.data = data
    this.diagnostics = diagnostics
  }

  /** The baseline of a report; `origin` says where the report comes from, as far as that is known. */
  static fromReport(report: CoverageReport, origin: BaselineOrigin = {}): Baseline {
    return new Baseline(dataOf(report, origin), [])
  }

  /** Reads the YAML of `toYAML`, the JSON of `toJSON`, or a JSON baseline of older Assay. Throws `BaselineError`. */
  static parse(text: string, options: BaselineOptions = {}): Baseline {
    const { baseline, diagnostics } = Baseline.check(text, options)
    if (baseline === undefined) throw new BaselineError(diagnostics)
    return baseline
  }

  /** As `parse`, but whatever is wrong with the text comes back as data. */
  static check(text: string, { filename }: BaselineOptions = {}): BaselineCheck {
    if (typeof text !== "string") throw new TypeError("a baseline is read from a string")
    const source = new SourceText(text)
    const [problems, warnings] = [new Problems(source, filename), new Problems(source, filename)]
    const root = readYamlDocument(text, problems)
    const data = root && readBaseline(root, { problems, warnings, isVersion2: false })
    const passedOver = warnings
      .list()
      .map((each) => diagnostic(each.code, each.message, { ...each, severity: "warning" }))
    const diagnostics = [...problems.list(), ...passedOver]
    if (problems.count > 0 || data === undefined) return { diagnostics }
    return { baseline: new Baseline(data, diagnostics), diagnostics }
  }

  /** The text of `.assay/baseline.yaml`: the same, byte for byte, for the same data. */
  toYAML(): string {
    return dump(this.toJSON(), { lineWidth: -1, noRefs: true })
  }

  /** The keys of the file, in its order; what is unknown is null. */
  toJSON(): BaselineJSON {
    return baselineToJSON(this.data)
  }

  /** What changed since. Throws `TypeError` when the threshold is no number of at least 0. */
  diff(report: CoverageReport, options: DiffOptions = {}): BaselineDiff {
    return diffBaseline(this.data, report, options)
  }
}

function dataOf(report: CoverageReport, { created, commit, branch }: BaselineOrigin): BaselineData {
  const { policy, toolCoverage: tools, ruleCoverage: rules } = report
  return {
    version: 1,
    ...(created !== undefined && { created }),
    ...(commit !== undefined && { commit }),
    ...(branch !== undefined && { branch }),
    ...(policy.name !== undefined && { policyName: policy.name }),
    ...(policy.version !== undefined && { policyVersion: policy.version }),
    policyDigest: policy.digest,
    overallPct: toFourDecimals(report.overallCoveragePct),
    toolCoverage: {
      total: tools.totalToolsInPolicy,
      seen: tools.toolsSeenInTraces,
      pct: toFourDecimals(tools.coveragePct),
    },
    ruleCoverage: {
      total: rules.totalRules,
      triggered: rules.rulesTriggered,
      pct: toFourDecimals(rules.coveragePct),
    },
    toolsSeen: sortedOnce(report.tools.filter(({ seen }) => seen).map(({ tool }) => tool)),
    rulesTriggered: sortedOnce(report.rules.filter((rule) => rule.counted && rule.triggered).map(({ id }) => id)),
  }
}
