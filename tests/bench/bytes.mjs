import { corpus } from "./corpora.mjs"
import { fromBytes, fromObjects, policyOf } from "./ours.mjs"
import { assertTallies, race } from "./race.mjs"
import { handWritten, parseAlone, parsedLines } from "./scripted.mjs"
import { budgetOf, settings } from "./settings.mjs"

/**
 * Bytes to verdicts, setting by setting: each is one interleaved race, after all contestants said the same of the same
 * bytes. Runs wherever `assay` runs; `more(setting, document, policy, bytes)` resolves to what only some place can run.
 * Yields `{ setting, table, column, contestant, megabytesPerSecond, ratio, ... }`, a row a contestant.
 */
export async function* measureBytes({ assay, bytes, rounds, only = settings, more = async () => [] }) {
  for (const setting of only) {
    const document = setting.document()
    const input = corpus({ ...setting.corpus, bytes })
    const policy = policyOf(assay, document)
    const contestants = [
      parseAlone(),
      handWritten(document),
      ...ours(policy),
      ...(await more(setting, document, policy, input)),
    ]
    yield* raceRows(setting, contestants, input, { rounds, referee: handWritten(document) })
  }
}

/** What every runtime can run of ours; what a build does not have is not there. */
export function ours(policy) {
  return [fromBytes(policy, "shape"), fromBytes(policy, "full"), fromObjects(policy, parsedLines)].filter(
    (each) => each !== undefined,
  )
}

/** The rows of one race. Throws when a contestant disagrees with the referee. */
export async function* raceRows({ id, table, column }, contestants, input, { rounds, referee }) {
  await assertTallies(contestants, input, referee)
  for (const { name, ...measured } of await race(contestants, input, { rounds })) {
    const budget = budgetOf(name, id)
    const judged = budget === undefined ? {} : { budget, met: measured.ratio >= budget }
    yield { setting: id, table, column, contestant: name, bytes: input.length, ...measured, ...judged }
  }
}
