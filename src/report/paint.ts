/** Colours as functions, so that the same renderer writes with and without them. */
export interface Paint {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly red: (text: string) => string
  readonly green: (text: string) => string
  readonly yellow: (text: string) => string
  readonly cyan: (text: string) => string
}

export type Colour = keyof Paint

function sgr(open: number, close: number): (text: string) => string {
  return (text) => (text === "" ? text : `\x1b[${open}m${text}\x1b[${close}m`)
}

/** Colours as terminals read them. */
export const ansiPaint: Paint = {
  bold: sgr(1, 22),
  dim: sgr(2, 22),
  red: sgr(31, 39),
  green: sgr(32, 39),
  yellow: sgr(33, 39),
  cyan: sgr(36, 39),
}

const same = (text: string): string => text

/** No colours: every text as it is. */
export const plainPaint: Paint = { bold: same, dim: same, red: same, green: same, yellow: same, cyan: same }

/** How a report is set. */
export interface Page {
  readonly paint: Paint
  /** Columns, at least 40. */
  readonly width: number
  /** Nothing is left out. */
  readonly verbose: boolean
}
