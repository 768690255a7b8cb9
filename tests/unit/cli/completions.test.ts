import { describe, expect, test } from "vitest"
import { bashScript } from "../../../src/cli/commands/completions-bash.ts"
import { fishScript } from "../../../src/cli/commands/completions-fish.ts"
import { completedCommands } from "../../../src/cli/commands/completions-model.ts"
import { zshScript } from "../../../src/cli/commands/completions-zsh.ts"
import type { CommandHelp } from "../../../src/cli/help.ts"
import { assay } from "./command.ts"

/** That shells take the scripts, and complete by them, is tested in the shells: tests/shells. */
describe("assay completions", () => {
  const shells = ["bash", "zsh", "fish"] as const

  test.each(shells)("%s: the script names every option of every command's help", async (shell) => {
    const { code, stdout, stderr } = await assay(["completions", shell])
    expect([code, stderr]).toEqual([0, ""])
    for (const command of ["check", "explain", "trace", "init"]) {
      const help = (await assay([command, "--help"])).stdout
      const options = [...help.matchAll(/^ {2}(?:-\w,|.{3}) --([\w-]+)/gm)].map(([, option]) => option ?? "")
      expect(options.length).toBeGreaterThan(5)
      for (const option of options) expect(stdout).toContain(shell === "fish" ? `-l ${option} ` : `--${option}`)
    }
  })

  test("its help fits 80 columns", async () => {
    for (const line of (await assay(["completions", "--help"])).stdout.split("\n")) {
      expect(line.length).toBeLessThanOrEqual(80)
    }
  })

  test("takes the shell from SHELL where none is named", async () => {
    const named = await assay(["completions", "zsh"])
    expect(await assay(["completions"], { env: { SHELL: "/usr/local/bin/zsh" } })).toEqual(named)
  })

  test.each([
    ["no shell", [], {}, "assay completions bash"],
    ["a shell in SHELL without a script", [], { SHELL: "/bin/tcsh" }, "bash, zsh, fish"],
    ["a misspelt shell", ["bsh"], {}, "Did you mean bash?"],
    ["two shells", ["bash", "zsh"], {}, "2 words"],
  ])("refuses %s", async (_what, words, env, said) => {
    const { code, stdout, stderr } = await assay(["completions", ...words], { env })
    expect([code, stdout]).toEqual([2, ""])
    expect(stderr).toContain(said)
  })
})

describe("what commands say of themselves reaches the shells unharmed", () => {
  const hostile: CommandHelp = {
    name: "try",
    summary: "don't: 'quote' $(touch x) `touch x` [a] \\",
    usage: "",
    details: [],
    options: { way: { value: "FILE", help: "it's $(touch x) [not] a: `trap` \\" }, on: { help: "x" } },
    parts: [{ name: "part", summary: "o'part", options: {} }],
    examples: [],
  }
  const commands = completedCommands([hostile])

  test.each([
    ["bash", bashScript(commands), /'\\''/g],
    ["zsh", zshScript(commands), /'\\''/g],
    ["fish", fishScript(commands), /\\['\\]/g],
  ])(
    "%s: every quote is closed, and nothing stands outside of quotes that a shell would run",
    (_shell, script, quote) => {
      const bare = script.replaceAll(quote, "").replaceAll(/'[^']*'/g, "")
      expect(bare).not.toContain("touch x")
      expect(script.includes("touch x")).toBe(_shell !== "bash")
    },
  )

  test("files, folders, choices and free values are told apart", () => {
    const [only] = completedCommands([
      {
        ...hostile,
        options: {
          a: { value: "FILE|REF", help: "" },
          b: { value: "DIR", help: "" },
          c: { value: "WHAT", choices: ["x", "y"], multiple: true, help: "" },
          d: { value: "ID", help: "" },
          e: { value: "PATH", sameAs: "a", help: "" },
          f: { ignored: "gone", help: "" },
        },
      },
    ])
    expect(only?.options.map(({ takes }) => takes)).toEqual([
      { kind: "file" },
      { kind: "folder" },
      { kind: "choices", choices: ["x", "y"], several: true },
      { kind: "free" },
    ])
  })
})
