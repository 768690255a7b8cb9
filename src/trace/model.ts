/** `denied`: the call was refused and did not happen. `pending`: it has no answer yet. */
export type CallStatus = "ok" | "error" | "denied" | "pending"

/** One call of a tool, as recorded. Only `tool` is required. */
export interface Call {
  readonly tool: string
  /** Absent means not captured, which is not the same as `{}`. */
  readonly args?: Readonly<Record<string, unknown>>
  readonly result?: unknown
  readonly error?: unknown
  readonly status?: CallStatus
  readonly id?: string
  readonly parent?: string
  readonly agent?: string
  /** Calls made in parallel share a step. */
  readonly step?: number
  /** How many messages of the user came before the call. */
  readonly turn?: number
  /** Milliseconds since the epoch, or an ISO 8601 text. */
  readonly time?: number | string
}

/** What an agent did, in the order in which the calls were made. */
export interface Trace {
  readonly id?: string
  readonly calls: readonly Call[]
}

/** A call as it may be handed over: as {@link Call}, less strictly typed. */
export interface CallInput {
  readonly tool: string
  readonly args?: object | undefined
  readonly result?: unknown
  readonly error?: unknown
  readonly status?: CallStatus | undefined
  readonly id?: string | undefined
  readonly parent?: string | undefined
  readonly agent?: string | undefined
  readonly step?: number | undefined
  readonly turn?: number | undefined
  readonly time?: number | string | undefined
  /** Read as `time`. */
  readonly at?: number | string | undefined
}

/** Every shape in which a trace may be handed over. */
export type TraceInput =
  | readonly (string | CallInput)[]
  | { readonly id?: string | undefined; readonly tools: readonly string[] }
  | { readonly id?: string | undefined; readonly calls: readonly (string | CallInput)[] }

/** `complete`: the session is over. `partial`: more calls may come. */
export type Extent = "complete" | "partial"
