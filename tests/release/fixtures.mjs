// A changelog and workflows of the kinds that releases are made of, right and wrong.
export const changelog = `# Changelog

## 1.2.0, 2026-03-01

- Second.

### Details

More.

## 1.2.0-rc.1, unreleased

- Candidate.

## 1.1.0

## 1.0.0, 2026-01-01

- First.
`

const commit = "0123456789abcdef0123456789abcdef01234567"
const workflow = (steps, runner = "ubuntu-latest") =>
  `on: push\njobs:\n  one:\n    runs-on: ${runner}\n    steps:\n${steps.map((step) => `      - ${step}\n`).join("")}`

/** Name, text, and the kind of finding that lint-workflows has to report; none where it has to pass. */
export const workflows = [
  ["right", workflow([`uses: actions/checkout@${commit} # v6.0.2`, "run: echo ok"]), undefined],
  ["unknown-runner", workflow(["run: echo no"], "ubuntu-latset"), "runner-label"],
  ["unknown-property", workflow([`run: echo ${"$"}{{ github.nothing }}`]), "expression"],
  ["moving-tag", workflow(["uses: actions/checkout@v6"]), "pinned"],
  ["nameless-commit", workflow([`uses: actions/checkout@${commit}`]), "pinned"],
  ["no-yaml", "on: [push\n", "yaml"],
]
