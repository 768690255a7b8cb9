import { VerdictRenderer, verdictRecord } from "../report/index.ts"
import { formatNames } from "../trace/index.ts"
import type { Command } from "./command.ts"
import { exitCode } from "./exit.ts"
import { jsonReporter } from "./json-reporter.ts"
import { type Bench, judge } from "./judge.ts"
import { PrettyReporter } from "./pretty-reporter.ts"
import type { Reporter } from "./reporter.ts"
import { judgingOptions, readRequest, type Settings } from "./settings.ts"

const options = judgingOptions(formatNames)

/** `assay check`: a verdict for each trace. */
export const check: Command = {
  name: "check",
  summary: "judge recorded traces against a policy",
  usage: "--policy FILE --traces PATH... [options]",
  details: [
    "Reads every trace, judges it by every rule of the policy, and says which rules were violated, by which calls, and which were never put to the test.",
  ],
  options,
  examples: [
    "assay check --policy policy.yaml --traces traces/",
    "assay check -p policy.yaml run.jsonl --format json --fail-on undetermined",
  ],
  async run(words, io) {
    const request = await readRequest("check", words, options, io)
    if (!request) return exitCode.unusable
    return judge(request.settings, io, (bench) => reporterFor(request.settings, bench))
  },
}

function reporterFor(settings: Settings, { policy, view, page }: Bench): Reporter {
  if (settings.format === "json") {
    return jsonReporter({ policy, record: ({ verdict, place }) => verdictRecord(verdict, place) })
  }
  const renderer = new VerdictRenderer(view, page)
  const tell = ({ verdict, trace, place }: Parameters<Reporter["judged"]>[0]): string[] =>
    renderer.render(verdict, trace, place)
  return new PrettyReporter({ page, policy: view, tell, table: true })
}
