/** What is needed of a `ReadableStream` of bytes. */
export interface ByteStream {
  getReader(): ByteStreamReader
}

/** Reads a stream chunk by chunk. */
export interface ByteStreamReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
  cancel(reason?: unknown): Promise<void>
  releaseLock(): void
}

export function isByteStream(value: unknown): value is ByteStream | AsyncIterable<Uint8Array> {
  if (typeof value !== "object" || value === null) return false
  return Symbol.asyncIterator in value || typeof (value as Partial<ByteStream>).getReader === "function"
}

/** The chunks of a stream. Whoever stops asking cancels it. */
export function chunksOf(stream: ByteStream | AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  // Safari's streams are not iterable.
  return Symbol.asyncIterator in stream ? stream : readChunks(stream)
}

async function* readChunks(stream: ByteStream): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  let ended = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done || value === undefined) {
        ended = done
        return
      }
      yield value
    }
  } catch (error) {
    ended = true
    throw error
  } finally {
    if (!ended) await reader.cancel()
    reader.releaseLock()
  }
}
