import v8 from "node:v8"
import vm from "node:vm"
import { kept, median } from "./meter.mjs"

v8.setFlagsFromString("--expose-gc")
const collect = vm.runInNewContext("gc")

/** Bytes that one run of `work` leaves on the heap: few enough runs between two collections that none happens inside. */
export function bytesOfGarbage(work, runs = 5000) {
  const grown = Array.from({ length: 9 }, () => {
    collect()
    const before = v8.getHeapStatistics().used_heap_size
    for (let i = 0; i < runs; i++) kept.value = work(i)
    return v8.getHeapStatistics().used_heap_size - before
  })
  const idle = Array.from({ length: 9 }, () => {
    collect()
    const before = v8.getHeapStatistics().used_heap_size
    return v8.getHeapStatistics().used_heap_size - before
  })
  return Math.max(0, (median(grown) - median(idle)) / runs)
}
