// The completion scripts in the shells that they are for: words are typed on a terminal, Tab is pressed, and what the
// shell then calls is compared. Installs the shells; where that is not possible the tests have failed, not passed.
// `node tests/shells/run.mjs [CLI]`; the last line is `N passed, N failed`.
import { spawnSync } from "node:child_process"
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join, resolve } from "node:path"
import { root } from "../../scripts/setup.mjs"
import { apt, onPath } from "../../scripts/system.mjs"
import { openTerminal } from "./terminal.mjs"

const cli = resolve(process.argv[2] ?? join(root, "dist/cli.js"))
const counts = { passed: 0, failed: 0 }

/** What is typed before Tab, and the words that the command gets then. */
const scenarios = [
  ["assay che", ["check"]],
  ["assay expl", ["explain"]],
  ["assay help tra", ["help", "trace"]],
  ["assay check --form", ["check", "--format"]],
  ["assay check --format pre", ["check", "--format", "pretty"]],
  ["assay check -f pre", ["check", "-f", "pretty"]],
  ["assay check --format=pre", ["check", "--format=pretty"]],
  ["assay check --fail-on viol", ["check", "--fail-on", "violation"]],
  ["assay check --fail-on warning,viol", ["check", "--fail-on", "warning,violation"]],
  ["assay check --policy pol", ["check", "--policy", "policy.yaml"]],
  ["assay check -p policy.yaml recor", ["check", "-p", "policy.yaml", "recorded.jsonl"]],
  ["assay explain -p policy.yaml 'spa", ["explain", "-p", "policy.yaml", "spaced name.jsonl"]],
  ["assay explain --trace-id pol", ["explain", "--trace-id", "pol"]],
  ["assay trace --limit 3 recor", ["trace", "--limit", "3", "recorded.jsonl"]],
  ["assay init --dir fol", ["init", "--dir", "folder"]],
  ["assay init --template sup", ["init", "--template", "support"]],
  ["assay baseline di", ["baseline", "diff"]],
  ["assay baseline diff --regres", ["baseline", "diff", "--regression-threshold"]],
  ["assay coverage mer", ["coverage", "merge"]],
  ["assay coverage recor", ["coverage", "recorded.jsonl"]],
  ["assay coverage --format js", ["coverage", "--format", "json"]],
  ["assay coverage merge recor", ["coverage", "merge", "recorded.jsonl"]],
  ["assay completions ba", ["completions", "bash"]],
]

const shells = {
  bash: {
    start: "bash --norc --noprofile -i",
    load: (script) => `bind 'set enable-bracketed-paste off'; source ${script}`,
    listing: (script, words) => [
      "bash",
      "--norc",
      "-c",
      `source ${script}; COMP_WORDS=(${words.join(" ")}); COMP_CWORD=${words.length - 1}; _assay; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ],
  },
  zsh: {
    start: "zsh -f -i",
    load: (script) => `unset zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; source ${script}`,
  },
  fish: {
    start: "fish --no-config --interactive",
    load: (script) => `source ${script}`,
    listing: (script, words) => ["fish", "--no-config", "-c", `source ${script}; complete -C '${words.join(" ")}'`],
  },
}

const folder = mkdtempSync(join(tmpdir(), "assay-shells-"))
try {
  prepare()
  for (const [name, shell] of Object.entries(shells)) await testShell(name, shell)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${counts.passed} passed, ${counts.failed} failed`)
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1

function prepare() {
  mkdirSync(join(folder, "bin"))
  mkdirSync(join(folder, "work/folder"), { recursive: true })
  for (const name of ["policy.yaml", "recorded.jsonl", "spaced name.jsonl"])
    writeFileSync(join(folder, "work", name), "")
  const echo = join(folder, "bin/assay")
  writeFileSync(echo, "#!/bin/sh\nprintf 'CALLED'\nprintf '<%s>' \"$@\"\nprintf 'END\\n'\n")
  chmodSync(echo, 0o755)
}

async function testShell(name, shell) {
  const missing = [name, "script"].filter((command) => onPath(command) === undefined)
  const packages = missing.map((command) => (command === "script" ? "bsdutils" : command))
  if (missing.length > 0 && !(apt(...packages) && missing.every((command) => onPath(command)))) {
    return report(`${name}: NOT TESTED, because ${missing.join(" and ")} cannot be installed here`, false)
  }
  const made = spawnSync(process.execPath, [cli, "completions", name], { encoding: "utf8" })
  const script = join(folder, `assay.${name}`)
  writeFileSync(script, made.stdout)
  report(`${name}: a script is made`, made.status === 0 && made.stderr === "", made.stderr)
  const checked = spawnSync(name, ["-n", script], { encoding: "utf8" })
  report(`${name}: its syntax is right`, checked.status === 0 && checked.stderr === "", checked.stderr)
  testListing(name, shell, script)
  await testTyping(name, shell, script)
}

/** Every option of a command is offered, and nothing else. */
function testListing(name, { listing }, script) {
  if (!listing) return
  for (const command of ["check", "trace", "init"]) {
    const help = spawnSync(process.execPath, [cli, command, "--help"], { encoding: "utf8" }).stdout
    const expected = [...help.matchAll(/^ {2}(?:-\w,|.{3}) (--[\w-]+)/gm)].map(([, option]) => option).sort()
    const [program, ...args] = listing(script, ["assay", command, "--"])
    const { stdout } = spawnSync(program, args, { encoding: "utf8", cwd: join(folder, "work") })
    const offered = stdout.split("\n").flatMap((line) => /^--[\w-]+/.exec(line)?.[0] ?? [])
    const same = JSON.stringify([...new Set(offered)].sort()) === JSON.stringify(expected)
    report(`${name}: offers every option of ${command}`, same && expected.length > 3, `${offered.join(" ")}`)
  }
}

async function testTyping(name, { start, load }, script) {
  const path = [join(folder, "bin"), process.env.PATH].join(delimiter)
  const env = { ...process.env, PATH: path, HOME: folder, TERM: "xterm", PS1: "READY> " }
  const terminal = openTerminal(start, { cwd: join(folder, "work"), env })
  try {
    terminal.type(`${load(script)}; echo LOAD''ED\n`)
    const loaded = await terminal.waitFor(/LOADED/)
    report(`${name}: takes the script`, loaded !== undefined, terminal.text())
    for (const [typed, expected] of scenarios) {
      terminal.forget()
      terminal.type(`${typed}\t`)
      await terminal.quiet()
      terminal.type("\n")
      const found = await terminal.waitFor(/CALLED(.*?)END/s)
      // zsh takes the slash of a folder away again when the line is sent.
      const words = [...(found?.[1] ?? "").matchAll(/<(.*?)\/?>/g)].map(([, word]) => word)
      const same = JSON.stringify(words) === JSON.stringify(expected)
      report(`${name}: ${typed}<Tab>`, same, `${JSON.stringify(words)}\n${terminal.text()}`)
    }
  } finally {
    terminal.close()
  }
}

function report(what, ok, detail = "") {
  counts[ok ? "passed" : "failed"]++
  console.log(ok ? `ok   ${what}` : `FAIL ${what}\n     ${detail.trim().replaceAll("\n", "\n     ")}`)
}
