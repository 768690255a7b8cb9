import { type FileHandle, open } from "node:fs/promises"

/** Bytes of a piece: large beside what a read costs, small beside what may be held. */
const pieceBytes = 512 * 1024
/** Bytes of a piece where little is wanted. */
const smallPieceBytes = 64 * 1024

/** What of a file is to be read, in bytes; absent: from its first to its last. */
export interface ByteRange {
  readonly from: number
  readonly to: number
}

/**
 * The bytes of a file in pieces, the next of which is read while one is looked at. A piece is good until the next is
 * asked for. Ends early where the file does.
 */
export function fileBytes(path: string, range?: ByteRange): AsyncGenerator<Uint8Array> {
  return pieces(path, range, pieceBytes)
}

/** As `fileBytes`, from `from` on, in small pieces: for the rest of a line. */
export function tailBytes(path: string, from: number): AsyncGenerator<Uint8Array> {
  return pieces(path, { from, to: Number.POSITIVE_INFINITY }, smallPieceBytes)
}

async function* pieces(path: string, range: ByteRange | undefined, size: number): AsyncGenerator<Uint8Array> {
  const file = await open(path, "r")
  let coming: Promise<Uint8Array> | undefined
  try {
    const reader = new PieceReader(file, range, size)
    coming = reader.next()
    for (let piece = await coming; piece.length > 0; piece = await coming) {
      coming = reader.next()
      yield piece
    }
  } finally {
    // What was begun is over before the file is closed.
    await coming?.catch(() => undefined)
    await file.close()
  }
}

class PieceReader {
  readonly #file: FileHandle
  readonly #to: number
  #buffers: [Uint8Array, Uint8Array]
  #at: number | undefined

  constructor(file: FileHandle, range: ByteRange | undefined, size: number) {
    this.#buffers = [new Uint8Array(size), new Uint8Array(size)]
    this.#file = file
    this.#at = range?.from
    this.#to = range?.to ?? Number.POSITIVE_INFINITY
  }

  async next(): Promise<Uint8Array> {
    const [buffer, other] = this.#buffers
    this.#buffers = [other, buffer]
    const length = Math.min(buffer.length, this.#to - (this.#at ?? 0))
    if (length <= 0) return buffer.subarray(0, 0)
    const { bytesRead } = await this.#file.read(buffer, 0, length, this.#at ?? null)
    if (this.#at !== undefined) this.#at += bytesRead
    return buffer.subarray(0, bytesRead)
  }
}
