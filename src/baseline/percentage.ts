/** Decimals that a baseline keeps: a file and the report it was made of differ by exactly nothing. */
const scale = 10_000

/** A percentage, or a difference of two, with at most four decimals; never -0. */
export function toFourDecimals(points: number): number {
  return Math.round(points * scale) / scale + 0
}
