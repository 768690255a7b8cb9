import type { Place } from "../policy/fields.ts"
import { missingKey, readList, readMap } from "../policy/fields.ts"
import type { MapNode, Node } from "../policy/node.ts"
import { below } from "../policy/problems.ts"
import { isNull, isVersionOne, type Reading, readPercentage, readText, save } from "./fields.ts"
import type { BaselineData } from "./model.ts"

/** Whether a document is a JSON baseline of older Assay: ours has a `version`, and coverage reports a percentage. */
export function isOlderBaseline(map: MapNode): boolean {
  const fields = fieldsOf(map)
  return fields.has("schema_version") && !fields.has("version") && !isCoverageReport(map)
}

export function isCoverageReport(map: MapNode): boolean {
  return fieldsOf(map).has("overall_coverage_pct")
}

/**
 * Reads the JSON baseline of older Assay. Its entries are scores, one for each test and metric; those of a coverage run
 * stand under the test `coverage`, in percent, and of these the overall one is kept. No tool and no rule is named, so
 * `toolsSeen` and `rulesTriggered` stay unknown. Unknown keys pass: the format is not ours.
 */
export function readOlderBaseline(place: Place, reading: Reading): BaselineData | undefined {
  const fields = fieldsOf(place.node)
  const version = fields.get("schema_version")
  if (version === undefined || !isVersionOne({ node: version, path: "/schema_version" }, reading)) return undefined
  const git = fieldsOf(fields.get("git_info"))
  const overallPct = readOverall(place, reading)
  return {
    version: 1,
    ...text("created", fields.get("created_at"), "/created_at", reading),
    ...text("commit", git.get("commit"), "/git_info/commit", reading),
    ...text("branch", git.get("branch"), "/git_info/branch", reading),
    ...(overallPct !== undefined && { overallPct }),
  }
}

function fieldsOf(node: Node | undefined): ReadonlyMap<string, Node> {
  return new Map(node?.kind === "map" ? node.entries.map(({ name, value }) => [name, value]) : [])
}

function text(
  key: "created" | "commit" | "branch",
  node: Node | undefined,
  path: string,
  reading: Reading,
): Partial<Record<typeof key, string>> {
  if (node === undefined || isNull(node)) return {}
  const value = readText({ node, path }, reading)
  return value === undefined ? {} : { [key]: value }
}

function readOverall({ node }: Place, reading: Reading): number | undefined {
  const entries = fieldsOf(node).get("entries")
  if (entries === undefined) {
    missingKey(reading, node, "", "entries", save)
    return undefined
  }
  const list = readList(reading, { node: entries, path: "/entries" }, "a list of scores")
  for (const [index, item] of (list?.items ?? []).entries()) {
    const path = below("/entries", index)
    if (readMap(reading, { node: item, path }) === undefined) return undefined
    const fields = fieldsOf(item)
    if (!says(fields.get("test_id"), "coverage") || !says(fields.get("metric"), "overall")) continue
    // Later versions mark what the policy gave nothing to measure; its score is a filler.
    if (isNotApplicable(fields.get("meta"))) return undefined
    const score = fields.get("score")
    if (score === undefined) missingKey(reading, item, path, "score", save)
    return score && readPercentage({ node: score, path: below(path, "score") }, reading)
  }
  return undefined
}

function isNotApplicable(meta: Node | undefined): boolean {
  const [word, values] = ["not_applicable", [...fieldsOf(meta)]]
  return values.some(([name, value]) => says(value, word) || (name === word && says(value, "true")))
}

function says(node: Node | undefined, word: string): boolean {
  return node?.kind === "scalar" && node.text === word
}
