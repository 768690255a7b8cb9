import { didYouMean } from "../diagnostic/index.ts"
import type { Place } from "../policy/fields.ts"
import { missingKey, readList, readMap, readWhole } from "../policy/fields.ts"
import type { Node } from "../policy/node.ts"
import { below, quoted } from "../policy/problems.ts"
import { isNull, isVersionOne, type Reading, readPercentage, readText, save } from "./fields.ts"
import type { BaselineData } from "./model.ts"
import { isCoverageReport, isOlderBaseline, readOlderBaseline } from "./older.ts"
import { textKeys } from "./wire.ts"

const keys = ["version", ...Object.keys(textKeys), "coverage", "tools_seen", "rules_triggered"]

/** Reads a baseline (semantics, section 8), or one of older Assay. Undefined where there is nothing to go on with. */
export function readBaseline(root: Node, reading: Reading): BaselineData | undefined {
  const map = readMap(reading, { node: root, path: "" })
  if (map === undefined) return undefined
  if (isOlderBaseline(map)) return readOlderBaseline({ node: map, path: "" }, reading)
  const version = map.entries.find(({ name }) => name === "version")
  if (version === undefined) {
    const hint = isCoverageReport(map) ? `this is a coverage report; ${save}` : save
    missingKey(reading, map, "", "version", hint)
    return undefined
  }
  if (!isVersionOne({ node: version.value, path: "/version" }, reading)) return undefined
  const fields = readFields({ node: map, path: "" }, keys, reading)
  const toolsSeen = readNames(required("tools_seen", fields, map, reading), reading)
  const rulesTriggered = readNames(required("rules_triggered", fields, map, reading), reading)
  return {
    version: 1,
    ...readTexts(fields, reading),
    ...readCoverage(required("coverage", fields, map, reading), reading),
    ...(toolsSeen !== undefined && { toolsSeen }),
    ...(rulesTriggered !== undefined && { rulesTriggered }),
  }
}

/** The known entries of a map; others are warned of, for a newer Assay may have written them. */
function readFields(place: Place, known: readonly string[], reading: Reading): ReadonlyMap<string, Place> {
  const fields = new Map<string, Place>()
  for (const { name, key, value } of readMap(reading, place)?.entries ?? []) {
    const path = below(place.path, name)
    if (known.includes(name)) fields.set(name, { node: value, path })
    else {
      reading.warnings.add("unknown-key", key, path, `Expected a key of a baseline, found ${quoted(name)}.`, () => {
        const near = didYouMean(name, known)
        return near === undefined ? "it is passed over" : `did you mean ${near}?`
      })
    }
  }
  return fields
}

/** The field, unless it is missing, or null: what is unknown is said to be. */
function required(
  name: string,
  fields: ReadonlyMap<string, Place>,
  map: Node,
  reading: Reading,
  path = "",
): Place | undefined {
  const field = fields.get(name)
  if (field === undefined) missingKey(reading, map, path, name, `write ${name}: null if it is not known, or ${save}`)
  return field === undefined || isNull(field.node) ? undefined : field
}

function readTexts(
  fields: ReadonlyMap<string, Place>,
  reading: Reading,
): Pick<BaselineData, (typeof textKeys)[keyof typeof textKeys]> {
  const texts: [string, string][] = []
  for (const [name, key] of Object.entries(textKeys)) {
    const field = fields.get(name)
    const text = field && !isNull(field.node) ? readText(field, reading) : undefined
    if (text !== undefined) texts.push([key, text])
  }
  return Object.fromEntries(texts)
}

function readNames(place: Place | undefined, reading: Reading): readonly string[] | undefined {
  const list = place && readList(reading, place, "a list of names")
  if (place === undefined || list === undefined) return undefined
  const names = list.items.map((node, index) => readText({ node, path: below(place.path, index) }, reading))
  return [...new Set(names.filter((name) => name !== undefined))].sort()
}

function readCoverage(
  place: Place | undefined,
  reading: Reading,
): Pick<BaselineData, "overallPct" | "toolCoverage" | "ruleCoverage"> {
  if (place === undefined) return {}
  const fields = readFields(place, ["overall_pct", "tool_coverage", "rule_coverage"], reading)
  if (place.node.kind !== "map") return {}
  const overall = required("overall_pct", fields, place.node, reading, place.path)
  const overallPct = overall && readPercentage(overall, reading)
  const tools = readShare(fields.get("tool_coverage"), "seen", reading)
  const rules = readShare(fields.get("rule_coverage"), "triggered", reading)
  if (overallPct === undefined) return {}
  return {
    overallPct,
    ...(tools && { toolCoverage: { total: tools.total, seen: tools.part, pct: tools.pct } }),
    ...(rules && { ruleCoverage: { total: rules.total, triggered: rules.part, pct: rules.pct } }),
  }
}

function readShare(
  place: Place | undefined,
  part: "seen" | "triggered",
  reading: Reading,
): { readonly total: number; readonly part: number; readonly pct: number } | undefined {
  if (place === undefined || isNull(place.node)) return undefined
  const fields = readFields(place, ["total", part, "pct"], reading)
  if (place.node.kind !== "map") return undefined
  const number = (name: string): Place | undefined => required(name, fields, place.node, reading, place.path)
  const [totalPlace, partPlace, pctPlace] = [number("total"), number(part), number("pct")]
  const total = totalPlace && readWhole(reading, totalPlace, 0)
  const seen = partPlace && readWhole(reading, partPlace, 0)
  const pct = pctPlace && readPercentage(pctPlace, reading)
  return total === undefined || seen === undefined || pct === undefined ? undefined : { total, part: seen, pct }
}
