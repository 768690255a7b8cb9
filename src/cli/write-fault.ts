import { dirname } from "node:path"
import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"

interface Fault {
  /** What came instead of a file that can be written; `folder` is where the file was to be. */
  readonly found: (file: string, folder: string) => string
  readonly hint: string
}

const mayNot: Fault = {
  found: () => "it may not be written",
  hint: "Name a file that you may write, or have its permissions or those of its folder changed.",
}

const faults: Readonly<Record<string, Fault>> = {
  ENOENT: {
    found: (_file, folder) => `there is no folder ${folder}`,
    hint: "Make the folder first, or name a file in one that exists.",
  },
  EISDIR: { found: (file) => `${file} is a folder`, hint: "Name a file in it." },
  ENOTDIR: {
    found: (_file, folder) => `a part of ${folder} is a file and no folder`,
    hint: "Name a file in a folder that exists.",
  },
  EACCES: mayNot,
  EPERM: mayNot,
  EROFS: { found: () => "it is on a disk that is only read", hint: "Name a file on another disk." },
  ENOSPC: { found: () => "the disk is full", hint: "Make room, or name a file on another disk." },
  ENAMETOOLONG: { found: () => "its name is too long", hint: "Give it a shorter name." },
}

/** What is wrong with the file that `--output` names, after opening it failed with `error`. */
export function openFault(file: string, error: unknown): Diagnostic {
  return faultOf(file, error, "--output was to name a file that can be written")
}

/** What is wrong with a file that a command writes unasked, after opening it failed with `error`. */
export function fileFault(file: string, error: unknown): Diagnostic {
  return faultOf(file, error, "The file was to be written")
}

function faultOf(file: string, error: unknown, wanted: string): Diagnostic {
  const code = codeOf(error) ?? "unknown error"
  const fault = faults[code]
  const found = fault ? fault.found(file, dirname(file)) : `opening it failed (${code})`
  return diagnostic("file-unwritable", `${wanted}, but ${found}.`, { file, hint: fault?.hint ?? "Name another file." })
}

/** What is wrong where a report broke off; undefined where `error` is not about writing. */
export function writeFault(error: unknown): Diagnostic | undefined {
  const code = codeOf(error)
  if (code === undefined || (error as NodeJS.ErrnoException).syscall !== "write") return undefined
  const reason = code === "ENOSPC" ? "the disk is full" : `writing failed (${code})`
  return diagnostic("file-unwritable", `The report was to be written to its end, but ${reason}.`, {
    hint: "What was written is not the whole report: make room, or write it elsewhere.",
  })
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined
}
