import { HandWrittenJudge } from "./hand-written-judge.mjs"
import { Tally } from "./tally.mjs"

const decoder = new TextDecoder()

/** The traces of JSONL bytes as JSON.parse gives them: a line is decoded and parsed, nothing else. */
export function* parsedLines(bytes) {
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(10, at)
    const end = found < 0 ? bytes.length : found
    if (end > at) yield JSON.parse(decoder.decode(bytes.subarray(at, end)))
    at = end + 1
  }
}

/** The floor of every JavaScript evaluator, and the measure of all others: JSON.parse of each line, looked at no further. */
export function parseAlone() {
  return {
    name: "JSON.parse alone",
    judges: false,
    run(bytes) {
      let traces = 0
      for (let at = 0; at < bytes.length; ) {
        const found = bytes.indexOf(10, at)
        const end = found < 0 ? bytes.length : found
        if (end > at && JSON.parse(decoder.decode(bytes.subarray(at, end))) !== null) traces++
        at = end + 1
      }
      return { traces }
    },
  }
}

/** JSON.parse and the best evaluator that we can write by hand. */
export function handWritten(document) {
  const judge = new HandWrittenJudge(document)
  return {
    name: "JSON.parse and hand-written JavaScript",
    run(bytes) {
      const tally = new Tally()
      for (let at = 0; at < bytes.length; ) {
        const found = bytes.indexOf(10, at)
        const end = found < 0 ? bytes.length : found
        if (end > at) tally.add(judge.judge(JSON.parse(decoder.decode(bytes.subarray(at, end))).calls).ok)
        at = end + 1
      }
      return tally
    },
  }
}
