/** A pipeline that checks the traces of a repository, and where its file lies. */
export interface Pipeline {
  readonly path: string
  readonly text: string
}

const install = `# Assay is taken from the lock file of the repository: it must be among the devDependencies of package.json.
# Where it is not on a registry yet, name its tarball or its repository there, as in
#   npm install --save-dev ./assay.tgz`

const github = `name: assay

on:
  push:
    branches: [main]
  pull_request:

permissions:
  contents: read
  # For the findings that are sent to code scanning; without that step this line can go.
  security-events: write

jobs:
  policy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - uses: actions/setup-node@v6
        with:
          node-version: 22
          cache: npm
${indented(install, 6)}
      - run: npm ci

      # What to check stands in assay.config.yaml. A violation ends with exit code 1, unreadable input with 2.
      - name: Check the traces
        run: npx assay check

      # The report once more, where a reviewer looks: on the lines of the policy and the page of the run (both are what
      # --format github writes), and under Security. These come after a failed check too, and fail nothing themselves.
      - name: Annotate
        if: \${{ !cancelled() }}
        continue-on-error: true
        run: npx assay check --format github
      - name: Write SARIF
        if: \${{ !cancelled() }}
        continue-on-error: true
        run: npx assay check --format sarif --output assay.sarif
      # Pull requests from forks may not write to code scanning.
      - name: Send SARIF to code scanning
        if: \${{ !cancelled() && hashFiles('assay.sarif') != '' && !github.event.pull_request.head.repo.fork }}
        continue-on-error: true
        uses: github/codeql-action/upload-sarif@v4
        with:
          sarif_file: assay.sarif
          category: assay
`

const gitlab = `assay:
  image: node:22
  script:
${indented(install, 4)}
    - npm ci
    # What to check stands in assay.config.yaml. A violation ends with exit code 1, unreadable input with 2.
    - npx assay check
  # The report once more, for the page of the merge request.
  after_script:
    - npx assay check --format junit --output assay.xml || true
  artifacts:
    when: always
    reports:
      junit: assay.xml
`

/** By the name that `--ci` takes. */
export const pipelines: ReadonlyMap<string, Pipeline | undefined> = new Map([
  ["github", { path: ".github/workflows/assay.yml", text: github }],
  ["gitlab", { path: ".gitlab-ci.yml", text: gitlab }],
  ["none", undefined],
])

function indented(text: string, columns: number): string {
  return text
    .split("\n")
    .map((line) => " ".repeat(columns) + line)
    .join("\n")
}
