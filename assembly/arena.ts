/** One arena for everything: memory is handed out upwards and given back by moving the top down. */
export class Arena {
  static top: usize = 0

  /** Bytes aligned to 16, zeroed when fresh. The memory grows when it must, which detaches the host's views. */
  static alloc(bytes: usize): usize {
    if (Arena.top === 0) Arena.top = (__heap_base + 15) & ~15
    const at = Arena.top
    const end = (at + bytes + 15) & ~15
    const pages = <i32>((end + 0xffff) >> 16)
    const missing = pages - memory.size()
    // Doubling keeps the number of growths logarithmic; when the host grants less, take what is needed.
    if (missing > 0 && memory.grow(max(missing, memory.size())) < 0 && memory.grow(missing) < 0) unreachable()
    Arena.top = end
    return at
  }
}
