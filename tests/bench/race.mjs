import { median } from "./meter.mjs"

/**
 * Contestants over bytes, interleaved: each runs once a round, the order turns from round to round, and every ratio is
 * formed within its round, so that whatever disturbs the machine disturbs all. Runs wherever there is `performance`.
 *
 * A contestant is `{ name, run, bytes?, note?, judges?, referee? }`: `run(bytes)` judges and returns, or resolves to, a
 * tally; `bytes` are its own where it takes fewer than the whole corpus; `judges: false` says that it gives no verdicts,
 * `referee` that its verdicts are of another policy. The first is what the ratios are to.
 */
export async function race(contestants, bytes, { rounds = 7 } = {}) {
  const lanes = contestants.map((contestant) => ({ ...contestant, input: contestant.bytes ?? bytes, rates: [] }))
  for (const lane of lanes) lane.tally = await lane.run(lane.input)
  for (let round = 0; round < rounds; round++) {
    for (let k = 0; k < lanes.length; k++) await timed(lanes[(k + round) % lanes.length])
  }
  const [reference] = lanes
  return lanes.map((lane) => ({
    name: lane.name,
    megabytesPerSecond: median(lane.rates) / 1e6,
    ratio: median(lane.rates.map((rate, round) => rate / reference.rates[round])),
    ...(lane.input !== bytes && { sampleBytes: lane.input.length }),
    ...(lane.note !== undefined && { note: lane.note }),
    tally: String(lane.tally),
  }))
}

async function timed(lane) {
  const started = performance.now()
  const tally = await lane.run(lane.input)
  lane.rates.push((lane.input.length / (performance.now() - started)) * 1000)
  if (String(tally) !== String(lane.tally)) throw new Error(`${lane.name} says ${tally} after ${lane.tally}`)
}

/** Throws unless every contestant says of its bytes what the `referee` says of them; returns how many were compared. */
export async function assertTallies(contestants, bytes, referee) {
  const known = new Map()
  let compared = 0
  for (const { name, run, bytes: own = bytes, judges = true, referee: ownReferee = referee } of contestants) {
    if (!judges) continue
    const key = `${own.length} ${ownReferee.name}`
    if (!known.has(key)) known.set(key, String(await ownReferee.run(own)))
    const said = String(await run(own))
    if (said !== known.get(key)) throw new Error(`${name} says ${said}, ${ownReferee.name} says ${known.get(key)}`)
    compared++
  }
  return compared
}
