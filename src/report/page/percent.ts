/** Digits behind the point where a tenth would not tell a share from what it is held against. */
const mostDigits = 6

/**
 * `82.5%`. It stands to 100 and to `goal` as it reads: what is short of one never reads as if it had reached it, nor
 * the other way round. Where tenths would not show that, more digits do.
 */
export function percent(value: number, goal = 100): string {
  const isTrue = (shown: string): boolean => [goal, 100].every((each) => Number(shown) < each === value < each)
  for (let digits = 1; digits <= mostDigits; digits++) {
    const shown = value.toFixed(digits)
    if (isTrue(shown)) return `${shown}%`
  }
  return `${isTrue(aboveOf(value)) ? aboveOf(value) : belowOf(value)}%`
}

/** A threshold with the digits that it was given, up to six; what has more is rounded up, for it asks for more. */
export function thresholdPercent(threshold: number): string {
  return `${aboveOf(threshold).replace(/(\.\d+?)0+$/, "$1")}%`
}

function belowOf(value: number): string {
  const shown = value.toFixed(mostDigits)
  return Number(shown) <= value ? shown : (Number(shown) - 10 ** -mostDigits).toFixed(mostDigits)
}

function aboveOf(value: number): string {
  const shown = value.toFixed(mostDigits)
  return Number(shown) >= value ? shown : (Number(shown) + 10 ** -mostDigits).toFixed(mostDigits)
}
