import { execFileSync } from "node:child_process"
import { posix } from "node:path"
import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"

/** What is known of the repository that a folder is in; nothing where there is none, or no git. */
export interface GitState {
  /** The whole name of the commit; absent before the first one. */
  readonly commit?: string
  /** Absent on a detached HEAD. */
  readonly branch?: string
  /** Whether files that git knows differ from the commit. */
  readonly dirty?: boolean
}

/** The text of a file at a commit, with its path from the root of the repository; or why there is none. */
export type AtRef =
  | { readonly text: string; readonly path: string }
  /** `reason` is the message of `wrong` as a part of a sentence. */
  | { readonly wrong: Diagnostic; readonly reason: string }

/** Git answers at once or hangs on something that a baseline is not worth waiting for; milliseconds. */
const timeout = 10_000

/** Bytes; larger files are not read. */
const maxBytes = 16 * 1024 * 1024

/** Asks git about the repository around `folder`. Nothing is thrown: what git cannot say is absent. */
export function readGit(folder: string): GitState {
  const commit = line(folder, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])
  const branch = line(folder, ["symbolic-ref", "--quiet", "--short", "HEAD"])
  const status = commit === undefined ? undefined : git(folder, ["status", "--porcelain", "--untracked-files=no"])
  return {
    ...(commit !== undefined && { commit }),
    ...(branch !== undefined && { branch }),
    ...(status && "bytes" in status && { dirty: status.bytes.length > 0 }),
  }
}

/**
 * The text of a file as it is at a commit, without touching the working tree. `path` is read as git reads it: from the
 * root of the repository, or from `folder` when it begins with `./`. What is wrong has the code `ref-unreadable`.
 */
export function readAtRef(ref: string, path: string, folder: string): AtRef {
  const wrong = (reason: string, hint: string): AtRef => {
    const message = `A file at a commit was to be read, but ${reason}.`
    return { wrong: diagnostic("ref-unreadable", message, { file: `${ref}:${fromRoot(path, folder)}`, hint }), reason }
  }
  // The name of a ref is never handed to git where it could be an option, and never through a shell.
  if (!isRefName(ref)) return wrong("no commit can have that name", "Name one branch, tag or commit.")
  const found = git(folder, ["cat-file", "blob", `${ref}:${path}`])
  if ("bytes" in found) {
    const text = decode(found.bytes)
    if (text === undefined) return wrong("it is no UTF-8 text", "Look at what was committed there.")
    return { text, path: fromRoot(path, folder) }
  }
  const fault = faults[found.code]
  if (fault) return wrong(...fault)
  if (line(folder, ["rev-parse", "--git-dir"]) === undefined) {
    return wrong("this folder is in no repository that git reads", "Name a file instead.")
  }
  if (line(folder, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]) === undefined) {
    return wrong("this repository has no such commit or branch", fetchHint(ref, folder))
  }
  return wrong(`that commit holds no file ${fromRoot(path, folder)}`, "Commit the file there, or name another commit.")
}

function fromRoot(path: string, folder: string): string {
  if (!/^\.\.?\//.test(path)) return path
  return posix.join(line(folder, ["rev-parse", "--show-prefix"]) ?? "", path)
}

const whatThereIs = "Name one that git branch --all lists."

/** The checkouts of CI mostly hold one commit of one branch. */
function fetchHint(ref: string, folder: string): string {
  const branch = ref.replace(/^origin\//, "")
  const list = "name one that git branch --all lists"
  if (/^[0-9a-f]{40}$/.test(ref)) return `Fetch it first, as in git fetch --depth 1 origin ${ref}, or ${list}.`
  // What counts back from elsewhere, or is a commit cut short, no server knows by that name.
  if (!isBranchName(branch) || /^[0-9a-f]{7,39}$/.test(ref)) {
    const isShallow = line(folder, ["rev-parse", "--is-shallow-repository"]) === "true"
    return isShallow ? `Fetch the history first, as with git fetch --unshallow, or ${list}.` : whatThereIs
  }
  const local = branch === ref ? ref : `refs/remotes/${ref}`
  return `Fetch it first, as in git fetch --depth 1 origin ${branch}:${local}, or ${list}.`
}

/** As git check-ref-format has it, but for signs that a shell would not take as they are: the hint is to be pasted. */
function isBranchName(name: string): boolean {
  const pieces = name.split("/")
  const wellFormed = pieces.every((piece) => piece !== "" && !piece.startsWith(".") && !piece.endsWith(".lock"))
  if (!wellFormed || name.endsWith(".") || name.startsWith("-")) return false
  return name !== "HEAD" && name !== "@" && !name.includes("..") && /^[\p{L}\p{M}\p{N}_./+@-]+$/u.test(name)
}

/** Git forbids these in names of refs, or gives them a meaning that nobody who names a branch has in mind. */
function isRefName(ref: string): boolean {
  return ref !== "" && ref.length <= 1024 && !ref.startsWith("-") && !/[\p{Cc}\s:?*[\\]|\.\./u.test(ref)
}

const faults: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOENT: ["git is not installed", "Install git, or name a file instead."],
  EACCES: ["git may not be run", "Name a file instead."],
  ETIMEDOUT: ["git did not answer in time", "Name a file instead, or try again."],
  ENOBUFS: [`it has more than ${maxBytes} bytes`, "Name a smaller file."],
}

type Answer = { readonly bytes: Buffer } | { readonly code: string }

function git(folder: string, words: readonly string[]): Answer {
  // A repository may name a program of its own as file system monitor; reading a baseline is to run none.
  const all = ["-C", folder, "--no-pager", "-c", "core.fsmonitor=false", ...words]
  try {
    const options = { timeout, maxBuffer: maxBytes, windowsHide: true }
    return { bytes: execFileSync("git", all, { ...options, stdio: ["ignore", "pipe", "ignore"] }) }
  } catch (error) {
    return { code: error instanceof Error && "code" in error ? String(error.code) : "" }
  }
}

function line(folder: string, words: readonly string[]): string | undefined {
  const answer = git(folder, words)
  const text = "bytes" in answer ? decode(answer.bytes)?.replace(/\r?\n$/, "") : undefined
  return text === "" ? undefined : text
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
