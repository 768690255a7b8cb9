import { ArgsRuleReader } from "./args-rules.ts"
import { CheckReader } from "./check-reader.ts"
import { limitsSection, policySection, toolsSection } from "./dialect.ts"
import type { Fields, Reading } from "./fields.ts"
import {
  checkFinite,
  missingKey,
  readChoice,
  readFields,
  readMap,
  readString,
  readWhole,
  report,
  wrongType,
} from "./fields.ts"
import type { Limits, PolicyDocument, Rule, ToolList } from "./model.ts"
import type { MapNode, Node } from "./node.ts"
import { described, plainValue } from "./node.ts"
import type { Problems } from "./problems.ts"
import { quoted } from "./problems.ts"
import { References } from "./references.ts"
import { readRules } from "./rules.ts"
import type { SourceText } from "./source-text.ts"

const versions: readonly PolicyDocument["version"][] = ["1.0", "1.1", "2"]
const onErrors: readonly PolicyDocument["onError"][] = ["block", "allow"]

/** What one session or trace may cost where the policy does not say. */
export const defaultLimits: Limits = {
  keys: 65_536,
  flow: 4096,
  windows: 65_536,
  inFlight: 1024,
  traceBytes: 64 * 1024 * 1024,
}

/** Validates a tree and makes the document of it; undefined when the tree's root is no policy at all. */
export function readDocument(root: Node, source: SourceText, problems: Problems): PolicyDocument | undefined {
  if (root.kind !== "map") {
    const message = `Expected a policy as a map, found ${described(root)}.`
    if (root.kind === "list") problems.add("assay-dialect", root, "", message, "write the rules under sequences")
    else problems.add("wrong-type", root, "", message, 'the smallest policy is: version: "1.1"')
    return undefined
  }
  const versionNode = root.entries.find(({ name }) => name === "version")?.value
  const reading: Reading = {
    problems,
    isVersion2: versionNode?.kind === "scalar" && versionNode.text === "2",
  }
  const fields = readFields(reading, root, "", policySection)
  const checks = new CheckReader(reading)
  const references = new References(reading, checks)
  const aliases = fields.get("aliases")
  if (aliases !== undefined) references.readAliases(aliases)
  const tools = readTools(reading, fields)
  return {
    version: readVersion(reading, fields, root),
    ...readTexts(reading, fields),
    ...readLists(tools, references, source),
    args: new ArgsRuleReader(reading, references, checks).read(tools, source),
    rules: readRuleLists(reading, fields, references, source),
    limits: readLimits(reading, fields),
    onError: readOnError(reading, fields),
  }
}

/** A number is read as its source text, so that `1.0` and `1.1` need no quotes. */
function readVersion(reading: Reading, fields: Fields, root: MapNode): PolicyDocument["version"] {
  const place = fields.get("version")
  if (place === undefined) {
    missingKey(reading, root, "", "version", 'write version: "1.1"')
    return "1.1"
  }
  const { node } = place
  if (node.kind !== "scalar" || (typeof node.value !== "string" && typeof node.value !== "number")) {
    wrongType(reading, place, 'one of the versions "1.0", "1.1", "2"', 'write version: "1.1"')
    return "1.1"
  }
  const version = versions.find((candidate) => candidate === node.text)
  if (version !== undefined) return version
  const gateway = node.text === "2.0"
  const hint = gateway
    ? 'version "2.0" marks policies of Assay\'s MCP gateway, which are another format; write "1.1" or "2"'
    : 'write version: "1.1"'
  const message = `Expected one of the versions "1.0", "1.1", "2", found ${quoted(node.text)}.`
  report(reading, "unknown-version", place, message, hint)
  return "1.1"
}

function readTexts(reading: Reading, fields: Fields): Pick<PolicyDocument, "name" | "description" | "metadata"> {
  const [name, description] = ["name", "description"].map((key) => {
    const place = fields.get(key)
    return place && readString(reading, place)
  })
  const place = fields.get("metadata")
  const map = place && readMap(reading, place)
  if (place !== undefined && map !== undefined) checkFinite(reading, place)
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(map !== undefined && { metadata: plainValue(map) as Record<string, unknown> }),
  }
}

/** What stands under `tools`. */
function readTools(reading: Reading, fields: Fields): Fields {
  const place = fields.get("tools")
  if (place?.node.kind === "list") {
    wrongType(reading, place, "a map", "", "write tools: {allow: [...]} or tools: {deny: [...]}")
    return new Map()
  }
  const map = place && readMap(reading, place)
  return map === undefined ? new Map() : readFields(reading, map, place?.path ?? "", toolsSection)
}

function readLists(
  tools: Fields,
  references: References,
  source: SourceText,
): Pick<PolicyDocument, "allow" | "deny" | "ask"> {
  const list = (key: string): ToolList | undefined => {
    const at = tools.get(key)
    const selector = at && references.readToolList(at)
    return at && selector && { selector, range: source.range(at.node) }
  }
  const [allow, deny, ask] = [list("allow"), list("deny"), list("ask")]
  return { ...(allow && { allow }), ...(deny && { deny }), ...(ask && { ask }) }
}

function readRuleLists(reading: Reading, fields: Fields, references: References, source: SourceText): readonly Rule[] {
  const places = [fields.get("sequences"), fields.get("rules")].filter((place) => place !== undefined)
  places.sort((a, b) => a.key.start - b.key.start)
  const second = places[1]
  if (second !== undefined) {
    const message = "Expected either sequences or rules, found both."
    reading.problems.add("conflicting-keys", second.key, second.path, message, "move all rules under sequences")
  }
  return places.flatMap((place) => readRules(reading, references, place, source))
}

function readLimits(reading: Reading, fields: Fields): Limits {
  const place = fields.get("limits")
  const map = place && readMap(reading, place)
  if (place === undefined || map === undefined) return defaultLimits
  const known = readFields(reading, map, place.path, limitsSection)
  const limit = (key: string, otherwise: number): number => {
    const at = known.get(key)
    return (at && readWhole(reading, at, 1)) ?? otherwise
  }
  return {
    keys: limit("keys", defaultLimits.keys),
    flow: limit("flow", defaultLimits.flow),
    windows: limit("windows", defaultLimits.windows),
    inFlight: limit("in_flight", defaultLimits.inFlight),
    traceBytes: limit("trace_bytes", defaultLimits.traceBytes),
  }
}

function readOnError(reading: Reading, fields: Fields): PolicyDocument["onError"] {
  const place = fields.get("on_error")
  return (place && readChoice(reading, place, onErrors)) ?? "block"
}
