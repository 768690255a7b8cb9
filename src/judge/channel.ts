/** Items that are held for a slow consumer before the producer waits. */
const most = 1024

class Stopped extends Error {}

/**
 * Turns a producer that hands items to a callback, and waits where it is told to, into an iterable that is pulled. Who
 * stops pulling stops the producer: its next item throws.
 */
export async function* pulled<Item>(
  produce: (put: (item: Item) => Promise<void> | undefined) => Promise<void>,
): AsyncGenerator<Item> {
  let items: Item[] = []
  let stopped = false
  let wakeConsumer: (() => void) | undefined
  let wakeProducer: (() => void) | undefined
  let end: { readonly error?: unknown } | undefined
  const put = (item: Item): Promise<void> | undefined => {
    if (stopped) throw new Stopped("nobody asks any more")
    items.push(item)
    wakeConsumer?.()
    if (items.length < most) return undefined
    return new Promise((resolve) => {
      wakeProducer = resolve
    })
  }
  const producer = produce(put).then(
    () => {
      end = {}
      wakeConsumer?.()
    },
    (error: unknown) => {
      end = { error }
      wakeConsumer?.()
    },
  )
  try {
    for (;;) {
      const batch = items
      items = []
      wakeProducer?.()
      yield* batch
      if (items.length > 0) continue
      if (end !== undefined) break
      await new Promise<void>((resolve) => {
        wakeConsumer = resolve
      })
    }
    if (end.error !== undefined) throw end.error
  } finally {
    stopped = true
    wakeProducer?.()
    await producer
  }
}
