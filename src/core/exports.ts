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
  readonly prepareRow: (entries: number) => number
  readonly addRow: () => number
  readonly dropRows: () => void
  readonly begin: (level: number) => void
  readonly want: (rule: number) => void
  readonly forget: () => void
  readonly run: (from: number, to: number) => number
  readonly take: (symbol: number) => number
  readonly rollback: () => void
  readonly calls: () => number
  readonly record: (complete: number) => number
  readonly recordAll: (complete: number) => number
  readonly logAt: () => number
  readonly drainLog: () => number
  readonly save: () => number
  readonly restore: (bytes: number) => number
}
