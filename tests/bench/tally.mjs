/** Counts verdicts in order; two tallies are equal when the same traces were violated. */
export class Tally {
  traces = 0
  violated = 0
  /** A hash of which traces they were. */
  which = 0

  add(ok) {
    if (!ok) {
      this.violated++
      this.which = Math.imul(this.which ^ this.traces, 0x01000193) + 0x811c9dc5
    }
    this.traces++
  }

  /** What has to be equal, as a text. */
  toString() {
    return `${this.violated} of ${this.traces} traces (${(this.which >>> 0).toString(16)})`
  }
}
