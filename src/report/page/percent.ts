/**
 * `82.5%`. What is short of `goal` (100 unless given) never reads as if it had reached it: there it is cut, and not
 * rounded.
 */
export function percent(value: number, goal = 100): string {
  const rounded = value.toFixed(1)
  const reaches = value < goal && Number(rounded) >= goal
  return `${reaches ? belowOf(goal) : rounded}%`
}

/** The next tenth below. */
function belowOf(goal: number): string {
  return ((Math.ceil(goal * 10) - 1) / 10).toFixed(1)
}
