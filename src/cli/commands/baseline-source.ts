import { readFileSync, statSync } from "node:fs"
import { Baseline } from "../../baseline/index.ts"
import { type Diagnostic, diagnostic } from "../../diagnostic/index.ts"
import { type AtRef, readAtRef } from "../../node/git.ts"
import type { Io } from "../io.ts"

/** Where `assay baseline save` writes, and where everything else looks. */
export const defaultBaseline = ".assay/baseline.yaml"

/** Larger files are not read at all; bytes. */
const maxBytes = 16 * 1024 * 1024

/** What became of a baseline. It is absent when there are errors. */
export interface BaselineSource {
  readonly baseline?: Baseline
  /** Warnings, and the errors: `baseline-missing` when there is none, `baseline-version` and others when it is none. */
  readonly diagnostics: readonly Diagnostic[]
  /** The file or `REF:path` that was read, for people. */
  readonly name?: string
  /** What was read, for carets. */
  readonly text?: string
}

/**
 * The baseline that `--baseline` names: a file where one exists, `-` for standard input, else a git ref (`main` reads
 * `main:.assay/baseline.yaml`, `REF:path` that path); without a name `.assay/baseline.yaml`. Nothing is thrown.
 */
export async function readBaseline(where: string | undefined, io: Io): Promise<BaselineSource> {
  if (where === "-") return readStdin(io)
  const file = where ?? defaultBaseline
  const bytes = readFile(file)
  if (bytes === undefined) return where === undefined ? { diagnostics: [missing(file, noFile)] } : readRef(where)
  return "wrong" in bytes ? { diagnostics: [bytes.wrong] } : fromBytes(bytes.found, file)
}

async function readStdin(io: Io): Promise<BaselineSource> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of io.stdin) {
    pieces.push(piece)
    size += piece.length
    if (size > maxBytes) return { diagnostics: [tooLarge("<stdin>", `more than ${maxBytes}`)] }
  }
  return fromBytes(Buffer.concat(pieces), "<stdin>")
}

/** The bytes of a file; undefined where there is no file of that name, though there may be a folder. */
function readFile(file: string): { readonly found: Uint8Array } | { readonly wrong: Diagnostic } | undefined {
  try {
    const stat = statSync(file)
    if (stat.isDirectory()) return undefined
    if (stat.size > maxBytes) return { wrong: tooLarge(file, String(stat.size)) }
    return { found: readFileSync(file) }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error)
    if (["ENOENT", "ENOTDIR", "ENAMETOOLONG", "EINVAL", "ERR_INVALID_ARG_VALUE"].includes(code)) return undefined
    return { wrong: diagnostic("file-unreadable", `The baseline cannot be read (${code}).`, { file }) }
  }
}

function tooLarge(file: string, size: string): Diagnostic {
  return diagnostic("too-large", `A baseline has at most ${maxBytes} bytes, but this file has ${size}.`, { file })
}

function fromBytes(bytes: Uint8Array, filename: string): BaselineSource {
  try {
    return check(new TextDecoder("utf-8", { fatal: true }).decode(bytes), filename)
  } catch {
    const message = "A baseline is UTF-8 text, but this file holds bytes that are not."
    return { diagnostics: [diagnostic("invalid-utf8", message, { file: filename })] }
  }
}

function check(text: string, filename: string): BaselineSource {
  return { ...Baseline.check(text, { filename }), text, name: filename }
}

/** A bare ref means the baseline of this folder, as it was saved here, or else that of the repository's root. */
function readRef(where: string): BaselineSource {
  const colon = where.indexOf(":")
  if (colon < 0 && /\.(ya?ml|json)$/i.test(where)) return { diagnostics: [missing(where, noFile)] }
  const ref = colon < 0 ? where : where.slice(0, colon)
  const paths = colon < 0 ? [`./${defaultBaseline}`, defaultBaseline] : [where.slice(colon + 1)]
  let last: Extract<AtRef, { wrong: Diagnostic }> | undefined
  for (const path of paths) {
    const found = readAtRef(ref, path, ".")
    if ("text" in found) return check(found.text, `${ref}:${found.path}`)
    last = found
  }
  if (!last) return { diagnostics: [missing(where, noFile)] }
  // With a colon it can only be a commit that was meant; else it may be a file as well.
  if (colon >= 0) return { diagnostics: [last.wrong] }
  return { diagnostics: [missing(where, `no file has that name, and ${last.reason}`, last.wrong.hint)] }
}

const noFile = "there is no such file"

function missing(file: string, reason: string, otherwise?: string): Diagnostic {
  const make = "assay baseline save --policy FILE --traces PATH."
  const hint = otherwise === undefined ? `Make one with ${make}` : `${otherwise} Or make a baseline with ${make}`
  return diagnostic("baseline-missing", `A baseline was expected, but ${reason}.`, { file, hint })
}
