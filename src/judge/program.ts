import { HEADER_WORDS } from "../../assembly/abi.ts"
import { CoreTrapError } from "../core/index.ts"
import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import { decodeProgram, encodeProgram, type ProgramImage, type RuleInfo, TablesView } from "../program/index.ts"
import type { Extent, TraceInput } from "../trace/index.ts"
import type { Verdict } from "../verdict/index.ts"
import { Court } from "./court.ts"
import { evaluate } from "./evaluate.ts"
import { PolicyError } from "./policy-error.ts"

/** How a trace is to be judged. */
export interface EvaluateOptions {
  /** Whether the session is over (default) or more calls may come. */
  readonly extent?: Extent
}

/** The extent asked for. Throws `TypeError` for one that is none. */
export function extentOf({ extent = "complete" }: EvaluateOptions): Extent {
  if (extent === "complete" || extent === "partial") return extent
  throw new TypeError(`extent must be "complete" or "partial", not ${JSON.stringify(extent)}`)
}

/** What a program is made of; kept beside the class, so that none of it is public. */
interface Inside {
  readonly image: ProgramImage
  /** Opened on first use, and anew after a failure of the core. */
  court: Court | undefined
  /** One that judges an input from bytes next: while it does, the other one is free. */
  idle?: Court | undefined
}

/** What a program is made from; without a court it is opened on first use. */
export interface Opened {
  readonly image: ProgramImage
  readonly court: Court | undefined
}

const insides = new WeakMap<Program, Inside>()

function insideOf(program: Program): Inside {
  const inside = insides.get(program)
  if (inside === undefined) throw new TypeError("expected a Policy or a Program of this copy of Assay")
  return inside
}

/** Tables and names of a program. Throws `TypeError` for what is none. */
export function imageOf(program: Program): ProgramImage {
  return insideOf(program).image
}

/** The court that judges a program. */
export function courtOf(program: Program): Court {
  const inside = insideOf(program)
  inside.court ??= newCourt(inside.image)
  return inside.court
}

function newCourt(image: ProgramImage): Court {
  const court = Court.open(image)
  if (court === undefined) throw new CoreTrapError("the core refused tables that the host made")
  return court
}

/** A court for one input alone, until `returnCourt`. */
export function borrowCourt(program: Program): Court {
  const inside = insideOf(program)
  const court = inside.idle ?? newCourt(inside.image)
  inside.idle = undefined
  return court
}

/** A court whose memory an input has blown up is not kept: the core gives nothing back. Bytes. */
const mostKept = 16 * 1024 * 1024

export function returnCourt(program: Program, court: Court): void {
  if (court.machine.bytes.length <= mostKept) insideOf(program).idle = court
}

/** Does something in the program's court. A failure of the core becomes a `CoreTrapError` and closes the court. */
export function judging<T>(program: Program, action: (court: Court) => T): T {
  const court = courtOf(program)
  try {
    return action(court)
  } catch (cause) {
    closeCourt(program)
    throw new CoreTrapError("the core failed; nothing was judged", { cause })
  }
}

/** After a failure of the core the next use gets a fresh instance. */
export function closeCourt(program: Program): void {
  insideOf(program).court = undefined
}

/**
 * A policy ready to judge, without the language front end: what the edge needs.
 *
 * @example
 * const program = Program.fromBytes(bytes)
 * program.evaluate(["Search", "Create"]).ok // true
 */
export class Program {
  protected constructor({ image, court }: Opened) {
    insides.set(this, { image, court })
  }

  /** Throws `PolicyError` (`program-invalid`, `program-version`) unless the bytes are a whole program. */
  static fromBytes(bytes: Uint8Array): Program {
    return new Program(openProgram(bytes))
  }

  /** The program as bytes: compile once, judge anywhere without a YAML parser. */
  toBytes(): Uint8Array {
    return encodeProgram(imageOf(this))
  }

  get name(): string | undefined {
    return imageOf(this).info.name
  }

  /** 32 hexadecimal digits: equal programs have equal digests. */
  get digest(): string {
    return imageOf(this).digest
  }

  /** The rules as verdicts list them: `allow`, `deny`, `ask`, then the others in file order. */
  get rules(): readonly RuleInfo[] {
    return imageOf(this).info.rules
  }

  /**
   * The verdict on one trace. Never throws on a malformed trace: its verdict is not ok, has no rules,
   * and says why in `diagnostics`. Throws `CoreLoadError` where WebAssembly is refused.
   */
  evaluate(trace: TraceInput, options: EvaluateOptions = {}): Verdict {
    const extent = extentOf(options)
    return judging(this, (court) => evaluate(court, trace, extent))
  }
}

/** The program in the bytes, its tables accepted by the core. Throws `PolicyError`. */
export function openProgram(bytes: Uint8Array): Opened {
  if (!(bytes instanceof Uint8Array)) throw new TypeError("a program is read from a Uint8Array")
  const image = decodeProgram(bytes)
  if ("code" in image) throw new PolicyError([image])
  const court = agrees(image) ? Court.open(image) : undefined
  if (court === undefined || !namesFit(image)) throw new PolicyError([refused])
  return { image, court }
}

const refused: Diagnostic = diagnostic(
  "program-invalid",
  "Expected tables that the core accepts, but they are malformed.",
  { hint: "Compile the policy again, and store the bytes unchanged." },
)

/** Whether the names fit the tables: as many rules, automata and symbols, and no index beyond them. */
function agrees({ tables, info }: ProgramImage): boolean {
  if (tables.length < HEADER_WORDS * 4) return false
  const view = new TablesView(tables)
  const rules = info.rules.length
  return (
    view.rules === rules &&
    view.automata === info.automata.length &&
    view.symbols === info.names.length + 1 &&
    info.rules.every((rule) => rule.automaton < info.automata.length) &&
    info.patterns.every((pattern) => pattern.uses.every(([rule]) => rule < rules)) &&
    info.fields.length === view.predicates &&
    conditionsFit(info) &&
    info.readers.every((rule) => rule < rules)
  )
}

/** Whether conditions are of rules and predicates that there are. */
function conditionsFit({ rules, conditions, fields }: ProgramImage["info"]): boolean {
  return conditions.every(
    ([rule, operands]) =>
      rule < rules.length &&
      operands.every(({ cases }) => cases.every((each) => each.every((predicate) => predicate < fields.length))),
  )
}

/** Whether states and letters are the rows and columns of their tables, which the core has accepted. */
function namesFit({ tables, info }: ProgramImage): boolean {
  const view = new TablesView(tables)
  return info.automata.every(
    ({ states, letters }, automaton) =>
      states.length === view.states(automaton) && letters.length + 2 === view.columns(automaton),
  )
}
