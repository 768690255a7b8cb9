import { readdirSync, readFileSync, statSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { type Diagnostic, diagnostic, didYouMean } from "../diagnostic/index.ts"
import { Policy, PolicyError } from "../index.ts"

/** What became of a policy file. `policy` is absent when there are errors, `text` when the file could not be read. */
export interface PolicyFile {
  readonly policy?: Policy | undefined
  readonly text?: string | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** Larger files are not read at all; bytes. */
const maxBytes = 16 * 1024 * 1024

/**
 * Reads a policy from a file of YAML or JSON, or from one that `toBytes()` was written to.
 * @throws {PolicyError} when the file cannot be read or is not a policy
 * @example const policy = loadPolicy("policy.yaml")
 */
export function loadPolicy(path: string): Policy {
  const { policy, diagnostics } = readPolicy(path)
  if (!policy) throw new PolicyError(diagnostics)
  return policy
}

/** As {@link loadPolicy}, but whatever is wrong comes back as data. */
export function readPolicy(path: string): PolicyFile {
  try {
    const { size } = statSync(path)
    if (size > maxBytes)
      return failed("too-large", `A policy has at most ${maxBytes} bytes, but this file has ${size}.`, path)
    return compilePolicy(readFileSync(path), path)
  } catch (error) {
    return { diagnostics: [unreadable(path, error)] }
  }
}

/** The first bytes of a compiled policy. */
const compiled = [0x41, 0x53, 0x53, 0x59]

/** A policy from UTF-8, or from the bytes of a compiled one; `filename` is how diagnostics name it. */
export function compilePolicy(bytes: Uint8Array, filename: string): PolicyFile {
  if (compiled.every((byte, index) => bytes[index] === byte)) return openCompiled(bytes, filename)
  let text: string
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return failed("invalid-utf8", "A policy is UTF-8 text, but this file holds bytes that are not.", filename)
  }
  const { policy, diagnostics } = Policy.check(text, { filename })
  if (!policy && holdsTraces(text)) {
    const hint = "Swap the two files: --policy takes the policy, --traces the traces."
    return { text, ...failed("trace-as-policy", "A policy was expected, but this file holds traces.", filename, hint) }
  }
  return { policy, text, diagnostics }
}

function openCompiled(bytes: Uint8Array, file: string): PolicyFile {
  try {
    return { policy: Policy.fromBytes(bytes), diagnostics: [] }
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return { diagnostics: error.diagnostics.map((item) => ({ ...item, file })) }
  }
}

function failed(
  code: "too-large" | "invalid-utf8" | "trace-as-policy",
  message: string,
  file: string,
  hint?: string,
): PolicyFile {
  return { diagnostics: [diagnostic(code, message, { file, hint })] }
}

/** Whether the first JSON value of a text has the look of a trace: calls, or messages that hold some. */
function holdsTraces(text: string): boolean {
  return [text, text.trimStart().split("\n", 1)[0] ?? ""].some((candidate) => {
    try {
      return looksLikeTrace(JSON.parse(candidate))
    } catch {
      return false
    }
  })
}

function looksLikeTrace(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && (typeof value[0] === "string" || looksLikeTrace(value[0]))
  if (typeof value !== "object" || value === null || "version" in value) return false
  const record = value as Readonly<Record<string, unknown>>
  const lists = ["tools", "calls", "traj", "messages", "traces"]
  return (
    typeof record.tool === "string" ||
    typeof record.role === "string" ||
    lists.some((key) => Array.isArray(record[key]))
  )
}

function unreadable(path: string, error: unknown): Diagnostic {
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error))
  return diagnostic("file-unreadable", `The policy cannot be read: ${reason}.`, {
    file: path,
    hint: nearby(path, code),
  })
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder, not a file",
  EACCES: "it may not be read",
}

/** The file of the folder that was probably meant. */
function nearby(path: string, code: string): string | undefined {
  if (code !== "ENOENT") return undefined
  try {
    const files = readdirSync(dirname(path)).filter((name) => /\.(ya?ml|json)$/i.test(name))
    const near = didYouMean(basename(path), files) ?? (files.length === 1 ? files[0] : undefined)
    return near === undefined ? undefined : `Did you mean ${join(dirname(path), near)}?`
  } catch {
    return `There is no folder ${dirname(path)} either.`
  }
}
