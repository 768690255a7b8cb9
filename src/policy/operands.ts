import type { Fields, Place, Reading } from "./fields.ts"
import { missingKey, readBoolean, readList, readName, readWhole, report, reportUnsupported } from "./fields.ts"
import type { RuleOperands, RuleType, Selector } from "./model.ts"
import { below } from "./problems.ts"
import type { References } from "./references.ts"
import { ruleShapes } from "./rule-shapes.ts"

const MAX_MEMBERS = 250

/** Reads the operands of one rule, each on its own, so that every fault among them is reported. */
export class OperandReader {
  readonly #reading: Reading
  readonly #references: References
  readonly #fields: Fields
  readonly #rule: Place
  readonly #type: RuleType

  constructor(reading: Reading, references: References, fields: Fields, rule: Place, type: RuleType) {
    this.#reading = reading
    this.#references = references
    this.#fields = fields
    this.#rule = rule
    this.#type = type
  }

  read(): RuleOperands | undefined {
    switch (this.#type) {
      case "require":
        return this.#require()
      case "eventually":
        return this.#eventually()
      case "max_calls":
        return this.#maxCalls()
      case "before":
        return this.#before()
      case "after":
        return this.#after()
      case "never_after":
        return this.#neverAfter()
      case "sequence":
        return this.#sequence()
      case "blocklist":
        return this.#blocklist()
    }
  }

  #require(): RuleOperands | undefined {
    const tool = this.#selector("tool")
    return tool && { type: "require", tool }
  }

  #eventually(): RuleOperands | undefined {
    const tool = this.#selector("tool")
    const within = this.#whole("within")
    return tool && within !== undefined ? { type: "eventually", tool, within } : undefined
  }

  #maxCalls(): RuleOperands | undefined {
    const tool = this.#selector("tool")
    const max = this.#whole("max")
    return tool && max !== undefined ? { type: "max_calls", tool, max } : undefined
  }

  #before(): RuleOperands | undefined {
    const first = this.#selector("first")
    const then = this.#selector("then")
    return first && then && { type: "before", first, then }
  }

  #after(): RuleOperands | undefined {
    const trigger = this.#selector("trigger")
    const then = this.#selector("then")
    const within = this.#afterWithin()
    return trigger && then && within !== undefined ? { type: "after", trigger, then, within } : undefined
  }

  #afterWithin(): number | undefined {
    const within = this.#fields.get("within")
    if (within === undefined) return 1
    if (within.node.kind === "scalar" && within.node.value === "end") {
      const today = "today write a number of calls"
      reportUnsupported(this.#reading, within.node, within.path, "within: end", { version2: true, today })
      return undefined
    }
    return readWhole(this.#reading, within, 0)
  }

  #neverAfter(): RuleOperands | undefined {
    const trigger = this.#selector("trigger")
    const forbidden = this.#selector("forbidden")
    return trigger && forbidden && { type: "never_after", trigger, forbidden }
  }

  #sequence(): RuleOperands | undefined {
    const tools = this.#members()
    const strictness = this.#fields.get("strict")
    const strict = strictness === undefined ? false : readBoolean(this.#reading, strictness)
    return tools && strict !== undefined ? { type: "sequence", tools, strict } : undefined
  }

  #members(): Selector[] | undefined {
    const place = this.#required("tools")
    const list = place && readList(this.#reading, place, "a list of selectors")
    if (place === undefined || list === undefined) return undefined
    if (list.items.length > MAX_MEMBERS) {
      const message = `Expected at most ${MAX_MEMBERS} members of a sequence, found ${list.items.length}.`
      report(this.#reading, "too-many-states", place, message, "split it into sequences that overlap in one member")
    }
    const members = list.items.map((node, index) =>
      this.#references.readSelector({ node, path: below(place.path, index) }),
    )
    const read = members.filter((member) => member !== undefined)
    return read.length === members.length ? read : undefined
  }

  #blocklist(): RuleOperands | undefined {
    const place = this.#required("pattern")
    const pattern = place && readName(this.#reading, place, "a part of tool names (an empty one is in every name)")
    return pattern === undefined ? undefined : { type: "blocklist", pattern }
  }

  #selector(key: string): Selector | undefined {
    const place = this.#required(key)
    return place && this.#references.readSelector(place)
  }

  #whole(key: string): number | undefined {
    const place = this.#required(key)
    return place && readWhole(this.#reading, place, 0)
  }

  #required(key: string): Place | undefined {
    const place = this.#fields.get(key)
    if (place !== undefined) return place
    missingKey(this.#reading, this.#rule.node, this.#rule.path, key, `write ${ruleShapes[this.#type].example}`)
    return undefined
  }
}
