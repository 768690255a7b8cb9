/** Steps that one judging may take, so that no policy and no input can hold the machine (10^6, and 64 a byte). */
export class Fuel {
  static left: i64 = 0

  static refill(bytes: u32): void {
    Fuel.left = 1_000_000 + ((<i64>bytes) << 6)
  }

  /** Whether there was enough. */
  @inline static spend(steps: u32): bool {
    Fuel.left -= <i64>steps
    return Fuel.left >= 0
  }
}
