/** Numbers that look random and are the same for the same seed: xorshift, which is quick. */
export function randomFrom(seed) {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1
  return function below(limit) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % limit
  }
}

export function pick(below, list) {
  return list[below(list.length)]
}
