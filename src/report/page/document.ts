import { type Mark, markOf } from "../marks.ts"
import { safeText } from "../preview.ts"

/** What a colour means; shape and words say the same beside it. */
export type Tone = "good" | "bad" | "warn" | "wait" | "quiet"

/** A piece of running text. A string may hold anything: renderers escape it. */
export type Inline =
  | string
  | { readonly inline: "code"; readonly text: string }
  | { readonly inline: "strong" | "quiet"; readonly content: Text }
  | { readonly inline: "mark"; readonly tone: Tone; readonly sign: string; readonly word: string }
  /** A bar of 0 to 100, beside a number that says the same. */
  | { readonly inline: "gauge"; readonly percent: number }
  | { readonly inline: "break" }
  /** Leads to the section of that number, where the format has links within a page. */
  | { readonly inline: "link"; readonly to: number; readonly content: Text }

export type Text = readonly Inline[]

export interface Column {
  /** Words of the document itself, never of its input. */
  readonly head: string
  readonly numeric?: boolean
  /** Wide enough for the name of a file and a number, where there is room. */
  readonly roomy?: boolean
}

export type Block =
  /** A heading with what stands under it: its level is how deep it stands, so that none is ever skipped. */
  | {
      readonly block: "section"
      readonly title: Text
      readonly content: readonly Block[]
      /** What links lead to: unique within a document, and never made of its input. */
      readonly number?: number
    }
  /** What the whole document comes to. */
  | { readonly block: "banner"; readonly tone: Tone; readonly content: Text }
  | { readonly block: "paragraph"; readonly content: Text }
  /** `names`: each item is a name and no more, so that several fit in a line. */
  | { readonly block: "list"; readonly items: readonly Text[]; readonly names?: boolean }
  /** The column numbered `header` names the row; default 0. */
  | {
      readonly block: "table"
      readonly label: string
      readonly columns: readonly Column[]
      readonly rows: readonly (readonly Text[])[]
      readonly header?: number
    }
  /** Folded until it is asked for, unless it is `open`. */
  | {
      readonly block: "details"
      readonly summary: Text
      readonly content: readonly Block[]
      readonly open?: boolean
    }
  | { readonly block: "code"; readonly lines: readonly string[] }

/** A report as a tree: what is said, not how it is written. Each renderer writes every tree. */
export interface Document {
  readonly title: Text
  readonly blocks: readonly Block[]
}

/** Columns kept of a name from outside. */
const nameWidth = 120

export function code(text: string): Inline {
  return { inline: "code", text }
}

/** A name from outside: an id, a tool, a file. */
export function named(name: string): Inline {
  return code(safeText(name, nameWidth))
}

export function strong(...content: Text): Inline {
  return { inline: "strong", content }
}

export function quiet(...content: Text): Inline {
  return { inline: "quiet", content }
}

export const lineBreak: Inline = { inline: "break" }

const tones = { green: "good", red: "bad", yellow: "warn", cyan: "wait", dim: "quiet", bold: "quiet" } as const

export function mark({ sign, word, colour }: Mark): Inline {
  return { inline: "mark", tone: tones[colour], sign, word }
}

/** The mark of a broken rule or a fault, by severity. */
export function severityMark(severity: "error" | "warning", word: string): Inline {
  return mark({ ...markOf("violated", true, severity), word })
}

export function paragraph(...content: Text): Block {
  return { block: "paragraph", content }
}

/** Nothing where there is nothing to say. */
export function section(title: string, content: readonly Block[]): readonly Block[] {
  return content.length === 0 ? [] : [{ block: "section", title: [title], content }]
}

/** Pieces with a separator between. */
export function joined(pieces: readonly Text[], separator: Inline = ", "): Text {
  return pieces.flatMap((piece, index) => (index === 0 ? piece : [separator, ...piece]))
}

/** The title of a report on a policy, which may have no name. */
export function titleOf(what: string, policy: string | undefined): Text {
  return policy === undefined ? [what] : [`${what}: `, safeText(policy, nameWidth)]
}
