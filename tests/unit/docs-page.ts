import { spawnSync } from "node:child_process"
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, dirname, join, resolve } from "node:path"

/** A fenced block: its language, its lines, and the file that it stands for, if it is one. */
export interface Block {
  readonly language: string
  readonly text: string
  readonly file?: string
  /** The line of the fence, from 1. */
  readonly line: number
}

/** A command of a page, with what the page says of it. */
export interface Command {
  readonly command: string
  readonly exits: number
}

const fence = /^```(\w+)\n([\s\S]*?)^```$/gm
const namedInside = /^(?:#|\/\/|<!--) (\S+\.\w+)(?: -->)?$/
const namedBefore = /`([^`\s]+\.\w+)`[^`\n]*:\s*$/

/** The blocks of a page. A block is a file if its first line is a comment that names one, or the line before it does. */
export function readBlocks(page: string): Block[] {
  return [...page.matchAll(fence)].map(({ 1: language = "", 2: text = "", index }) => {
    const before = page.slice(0, index)
    const inside = namedInside.exec(text.split("\n", 1)[0] ?? "")?.[1]
    const file = inside ?? (language === "json" ? namedBefore.exec(before)?.[1] : undefined)
    return { language, text, line: before.split("\n").length, ...(file !== undefined && { file }) }
  })
}

/** The commands of a block, one a line unless it ends in a backslash; `# exits 1` behind one is its exit code. */
export function readCommands(text: string): Command[] {
  const lines = text.replaceAll(/\\\n\s*/g, "").split("\n")
  return lines
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => ({ command: line, exits: Number(/# exits (\d)/.exec(line)?.[1] ?? 0) }))
}

/** Whether `printed` is what a page shows; a line `…` stands for any lines. */
export function shows(shown: string, printed: string): boolean {
  const literal = (line: string): string => line.trimEnd().replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")
  const lines = shown.trimEnd().split("\n")
  const pattern = lines.map((line) => (line.trim() === "…" ? "(?:.*\\n)*" : `${literal(line)}\\s*?\\n`)).join("")
  return new RegExp(`^${pattern}\\s*$`).test(`${printed.replaceAll(/[ \t]+$/gm, "")}\n`)
}

/**
 * A folder in which a page is followed: `assay`, `npx assay` and `npm run -s assay --` are this checkout's command, as is
 * `import "assay"`. Whatever else npm is asked for (to install, build, pack) is there already.
 */
export class Reader implements Disposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), "assay-docs-"))
  readonly #bin: string = mkdtempSync(join(tmpdir(), "assay-bin-"))

  constructor() {
    const cli = `"${process.execPath}" "${resolve("dist/cli.js")}" "$@"`
    const npm = `case "$*" in "run -s assay -- "*) shift 4; exec ${cli} ;; esac`
    for (const [name, body] of Object.entries({ assay: `exec ${cli}`, npx: `shift\nexec ${cli}`, npm })) {
      writeFileSync(join(this.#bin, name), `#!/bin/sh\n${body}\n`)
      chmodSync(join(this.#bin, name), 0o755)
    }
    mkdirSync(join(this.folder, "node_modules"))
    symlinkSync(resolve("."), join(this.folder, "node_modules/assay"), "junction")
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true })
    writeFileSync(join(this.folder, file), text)
  }

  /** Runs a command as typed in the folder; standard error is among what it printed. */
  run(command: string): { readonly code: number | null; readonly printed: string } {
    const environment = { ...process.env, ...quiet, PATH: `${this.#bin}${delimiter}${process.env.PATH}` }
    const shell = process.platform === "win32" ? "bash" : "sh"
    const words = ["-c", `exec 2>&1\n${command}`]
    const { status, stdout } = spawnSync(shell, words, { cwd: this.folder, env: environment, encoding: "utf8" })
    return { code: status, printed: stdout }
  }

  [Symbol.dispose](): void {
    for (const path of [this.folder, this.#bin]) rmSync(path, { recursive: true, force: true })
  }
}

/** What a shell of its own must not inherit: how this one is coloured, that it is CI, and whose git it is. */
const quiet = {
  NO_COLOR: "1",
  FORCE_COLOR: undefined,
  GITHUB_ACTIONS: undefined,
  GITHUB_STEP_SUMMARY: undefined,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Kim",
  GIT_AUTHOR_EMAIL: "kim@example.com",
  GIT_COMMITTER_NAME: "Kim",
  GIT_COMMITTER_EMAIL: "kim@example.com",
}
