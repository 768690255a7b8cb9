/** A generator with a seed, for loops that are too hot for properties (mulberry32). */
export class Random {
  private state: number

  constructor(seed: number) {
    this.state = (seed + Number(process.env.ASSAY_SEED ?? 0)) >>> 0
  }

  /** A whole number from 0 to `bound - 1`. */
  below(bound: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T
  }
}
