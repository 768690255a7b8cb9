import type { Writable } from "node:stream"

/** Where text goes. Once the reader has gone, what is written is dropped: the verdict of the run stays true. */
export interface Sink {
  write(text: string): Promise<void>
  readonly terminal: boolean
  readonly columns: number | undefined
}

/** All that the command knows of the world around it, so that tests can hand it another. */
export interface Io {
  readonly stdout: Sink
  readonly stderr: Sink
  readonly stdin: AsyncIterable<Uint8Array>
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where a configuration is looked for; absent: the working directory of the process. */
  readonly cwd?: string
}

export function processIo(): Io {
  return {
    stdout: streamSink(process.stdout),
    stderr: streamSink(process.stderr),
    stdin: process.stdin,
    env: process.env,
  }
}

/** A sink over a stream of Node; it waits while the reader is slow. */
export function streamSink(stream: Writable & { readonly isTTY?: boolean; readonly columns?: number }): Sink {
  let gone = false
  let failure: Error | undefined
  let waiting: (() => void)[] = []
  const goOn = (): void => {
    const waited = waiting
    waiting = []
    for (const resolve of waited) resolve()
  }
  stream.on("drain", goOn)
  stream.on("close", goOn)
  stream.on("error", (error: NodeJS.ErrnoException) => {
    gone = true
    if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") failure = error
    goOn()
  })
  return {
    async write(text) {
      if (failure) throw failure
      if (gone || text === "" || stream.write(text)) return
      await new Promise<void>((resolve) => waiting.push(resolve))
      if (failure) throw failure
    },
    terminal: stream.isTTY === true,
    columns: stream.columns,
  }
}
