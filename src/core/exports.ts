/**
 * What the core exports: numbers in, numbers out. `u32` results arrive signed; `Machine` makes them
 * unsigned. The comments in `assembly/index.ts` say what each does.
 */
export interface CoreExports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly abiVersion: () => number
  readonly programBuffer: (bytes: number) => number
  readonly loadProgram: (at: number, bytes: number) => number
  readonly io: () => number
  readonly ioSize: () => number
  readonly prepareRow: (words: number) => number
  readonly addRow: () => number
  readonly dropRows: () => void
  readonly begin: (level: number) => void
  readonly want: (rule: number) => void
  readonly forget: () => void
  readonly run: (from: number, to: number) => number
  readonly factsBuffer: (bytes: number) => number
  readonly clearFacts: () => void
  readonly setFact: (field: number, offset: number, bytes: number) => void
  readonly setStatus: (status: number) => void
  readonly costly: () => number
  readonly hardNumbers: () => number
  readonly hardNumbersAt: () => number
  readonly call: (symbol: number, step: number) => number
  readonly settle: () => number
  readonly prepare: (symbol: number) => number
  readonly take: (symbol: number) => number
  readonly rollback: () => void
  readonly doubts: () => number
  readonly doubtsAt: () => number
  readonly note: (symbol: number) => number
  readonly recall: (symbol: number, bytes: number) => void
  readonly prepareAnswer: (symbol: number) => number
  readonly answer: (symbol: number, index: number, bytes: number) => number
  readonly hold: (symbol: number, index: number) => void
  readonly calls: () => number
  readonly record: (complete: number) => number
  readonly recordAll: (complete: number) => number
  readonly logAt: () => number
  readonly drainLog: () => number
  readonly stateBuffer: (bytes: number) => number
  readonly save: (flight: number) => number
  readonly restore: (bytes: number) => number
  readonly flightBytes: () => number
  readonly flightAt: () => number
  readonly readBegin: (container: number, full: number) => void
  readonly windowReserve: (bytes: number) => number
  readonly windowHeld: () => number
  readonly windowOpen: (length: number, last: number) => void
  readonly readNext: (complete: number) => number
  readonly readUnits: (from: number, to: number) => number
  readonly readNamed: (symbol: number, learn: number) => void
  readonly forgetNames: () => void
}
