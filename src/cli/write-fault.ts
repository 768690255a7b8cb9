import { lstatSync, type Stats, statSync } from "node:fs"
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

/** Where a folder is to be, a file is in the way. */
const blocked: Fault = {
  found: (_file, folder) => `${inTheWay(folder) ?? `a part of ${folder}`} is a file and no folder`,
  hint: "Move that file away, or name a file in a folder that exists.",
}

const noFolder: Fault = {
  found: (_file, folder) => `there is no folder ${folder}`,
  hint: "Make the folder first, or name a file in one that exists.",
}

const brokenLink: Fault = {
  found: (file) => `${file} is a link into a folder that does not exist`,
  hint: "Remove the link, or name another file.",
}

const noFiles: Fault = {
  found: (_file, folder) => `${folder} takes no such file`,
  hint: "Name a file in another folder.",
}

const faults: Readonly<Record<string, Fault>> = {
  EISDIR: { found: (file) => `${file} is a folder`, hint: "Name a file in it." },
  EEXIST: blocked,
  ENOTDIR: blocked,
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
  const fault = code === "ENOENT" ? absence(file) : faults[code]
  const found = fault ? fault.found(file, dirname(file)) : `opening it failed (${code})`
  return diagnostic("file-unwritable", `${wanted}, but ${found}.`, { file, hint: fault?.hint ?? "Name another file." })
}

/** What it is that does not exist: a folder of its own, as /proc, has its own mind about files. */
function absence(file: string): Fault {
  if (look(statSync, dirname(file)) === undefined) return noFolder
  return look(lstatSync, file) === undefined ? noFiles : brokenLink
}

/** The file that stands where a folder of this path is to be. */
function inTheWay(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = look(statSync, at)
    if (found) return found.isDirectory() ? undefined : at
    if (at === dirname(at)) return undefined
  }
}

function look(stat: typeof statSync | typeof lstatSync, path: string): Stats | undefined {
  try {
    return stat(path)
  } catch {
    return undefined
  }
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
