import type { Call } from "../trace/index.ts"
import { clip, escapeText } from "./text.ts"

/** Depth below which a value is only hinted at: previews are for the eye. */
const maxDepth = 3

/** A call on one line, `tool(key: value, …)`, cut to `width` columns; the cost is bounded by `width`, not by the call. */
export function previewCall(call: Call, width: number): string {
  const name = safeText(call.tool, width)
  if (call.args === undefined) return clip(name, width)
  const pen = new Pen(width)
  for (const key in call.args) {
    if (pen.full) break
    pen.write(`${pen.text === "" ? "" : ", "}${safeText(key, width)}: `)
    writeValue(pen, call.args[key], 0)
  }
  return clip(`${name}(${pen.text})`, width)
}

/** Any value on one line, cut to `width` columns, as arguments are shown. */
export function previewValue(value: unknown, width: number): string {
  const pen = new Pen(width)
  writeValue(pen, value, 0)
  return clip(pen.text, width)
}

/** The head of a text that can matter in `width` columns, made safe. */
export function safeText(text: string, width: number): string {
  return clip(escapeText(text.slice(0, width * 2 + 2)), width)
}

class Pen {
  text = ""
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  get full(): boolean {
    return this.text.length > this.#limit
  }

  write(text: string): void {
    if (!this.full) this.text += text
  }
}

function writeValue(pen: Pen, value: unknown, depth: number): void {
  if (pen.full) return
  if (typeof value === "string") pen.write(escapeText(JSON.stringify(value.slice(0, 200))))
  else if (typeof value === "object" && value !== null) writeMembers(pen, value, depth)
  else pen.write(String(value))
}

function writeMembers(pen: Pen, value: object, depth: number): void {
  const list = Array.isArray(value)
  const [open, close] = list ? ["[", "]"] : ["{", "}"]
  pen.write(open)
  if (depth >= maxDepth) pen.write("…")
  else {
    let first = true
    for (const key in value) {
      if (pen.full) break
      pen.write(`${first ? "" : ", "}${list ? "" : `${safeText(key, 80)}: `}`)
      writeValue(pen, (value as Readonly<Record<string, unknown>>)[key], depth + 1)
      first = false
    }
  }
  pen.write(close)
}
