/**
 * Two pieces of work measured side by side: short rounds that alternate, ABBA, so that whatever disturbs the machine
 * disturbs both, and ratios formed pair by pair. Medians of everything.
 */

/** Nanoseconds, as a float: performance.now has their resolution. */
const now = () => performance.now() * 1e6

/** What work returned, so that no compiler leaves it out. */
export const kept = { value: undefined }

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

export function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

function timed(work, times) {
  const started = now()
  for (let i = 0; i < times; i++) kept.value = work()
  return (now() - started) / times
}

/** How often work is done in a round of about `ms` milliseconds, after it is warm. */
function timesFor(work, ms) {
  const until = now() + 60e6
  let runs = 0
  while (now() < until || runs < 3) {
    kept.value = work()
    runs++
  }
  const each = Math.min(timed(work, 1), timed(work, 1), timed(work, 1))
  return Math.max(1, Math.round((ms * 1e6) / each))
}

/**
 * Medians of `ours` and `theirs` in nanoseconds for one call of each, divided by their `size`s (calls handled), and
 * the median of the ratios of neighbouring rounds.
 */
export function compare(ours, theirs, { rounds = 41, ms = 3, ourSize = 1, theirSize = ourSize } = {}) {
  const ourTimes = timesFor(ours, ms)
  const theirTimes = timesFor(theirs, ms)
  const samples = []
  for (let round = 0; round < rounds; round++) {
    const first = round % 2 === 0
    const a = first ? timed(ours, ourTimes) : undefined
    const b = timed(theirs, theirTimes)
    samples.push([(a ?? timed(ours, ourTimes)) / ourSize, b / theirSize])
  }
  return {
    ours: median(samples.map(([a]) => a)),
    theirs: median(samples.map(([, b]) => b)),
    ratio: median(samples.map(([a, b]) => a / b)),
  }
}

/** The median of one piece of work alone, in nanoseconds. */
export function measure(work, { rounds = 41, ms = 3, size = 1 } = {}) {
  const times = timesFor(work, ms)
  return median(Array.from({ length: rounds }, () => timed(work, times) / size))
}

/** 50th and 99th percentile of single runs of `work(i)`, the clock's own cost (its median) taken off. */
export function percentiles(work, count) {
  const samples = new Float64Array(count)
  for (let i = 0; i < count; i++) samples[i] = -now() + now()
  const clock = median([...samples])
  for (let i = 0; i < count; i++) {
    const started = now()
    kept.value = work(i)
    samples[i] = now() - started
  }
  samples.sort()
  return { p50: quantile(samples, 0.5) - clock, p99: quantile(samples, 0.99) - clock, clock }
}
