import { spawnSync } from "node:child_process"
import { resolve } from "node:path"
import { expect, test } from "vitest"
import { goldenPolicy, goldenTraces } from "../../golden/run.ts"
import { folder } from "./command.ts"

const cli = resolve("dist/cli.js")
// Under names that every file system takes.
const files = Object.entries(goldenTraces).map(([name, text], index): [string, string] => [
  `traces/${index}.${name.split(".").at(-1)}`,
  text,
])
const at = await folder({ "policy.yaml": goldenPolicy, ...Object.fromEntries(files) })
const input = ["-p", "policy.yaml", "traces"]

const words: readonly (readonly string[])[] = [
  ...["pretty", "json", "jsonl", "markdown", "html", "sarif", "junit", "github"].map((format) => [
    ...["check", ...input, "--format"],
    format,
  ]),
  ...["pretty", "json", "markdown", "html", "mermaid", "dot"].map((format) => [
    "explain",
    ...input,
    "--format",
    format,
  ]),
  ...["pretty", "json", "markdown", "html", "github", "badge", "badge-svg", "mermaid", "dot"].map((format) => [
    ...["coverage", ...input, "--format"],
    format,
  ]),
  ["trace", "traces"],
  ["trace", "traces", "--format", "json"],
  ["baseline", "save", ...input, "--output", "-"],
]

/** What the command prints in a world of its own: language, time zone, and a clock that has moved on between the runs. */
function printed(command: readonly string[], env: Readonly<Record<string, string>>): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [cli, ...command], {
    cwd: at(""),
    encoding: "utf8",
    env: { PATH: process.env.PATH, SOURCE_DATE_EPOCH: "1700000000", ...env },
  })
  return `${status}\n${stdout}\n${stderr}`
}

test.each(words.map((command) => [command.filter((word) => !input.includes(word)).join(" "), command]))(
  "%s says the same in any language and time zone",
  (_, command) => {
    const here = printed(command, { TZ: "UTC", LANG: "C", LC_ALL: "C" })
    const there = printed(command, { TZ: "Pacific/Chatham", LANG: "tr_TR.UTF-8", LC_ALL: "de_DE.UTF-8" })
    expect(there).toBe(here)
    expect(here.length).toBeGreaterThan(60)
  },
)
