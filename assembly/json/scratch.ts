import { Arena } from "../arena"

/**
 * Memory that is needed until the tape is wound back: decoded strings, hard numbers, tables made on the way. What was taken
 * never moves. Blocks double, and of the blocks of a round only the largest is kept, so that all that is ever allocated is
 * at most twice what one round needed, plus one block.
 */
export class Scratch {
  private static block: usize = 0
  private static end: usize = 0
  private static next: usize = 0

  /** Not zeroed. */
  static take(bytes: usize): usize {
    const size = (bytes + 15) & ~15
    if (Scratch.end - Scratch.next < size) Scratch.grow(size)
    const at = Scratch.next
    Scratch.next = at + size
    return at
  }

  private static grow(bytes: usize): void {
    const size = max<usize>(max<usize>((Scratch.end - Scratch.block) << 1, 4096), bytes)
    Scratch.block = Arena.alloc(size)
    Scratch.end = Scratch.block + size
    Scratch.next = Scratch.block
  }

  @inline static mark(): usize {
    return Scratch.next
  }

  /** Gives back what was taken since `mark`, unless another block was begun. */
  static release(mark: usize): void {
    if (mark >= Scratch.block && mark <= Scratch.next) Scratch.next = mark
  }

  /** Gives back everything. */
  @inline static reset(): void {
    Scratch.next = Scratch.block
  }
}
