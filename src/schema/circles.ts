import { inPlace } from "./keywords.ts"
import type { Place, Places } from "./places.ts"
import type { Problems } from "./problems.ts"

/**
 * Finds references that lead back to where they stand without going into the value, such as `{"$ref": "#"}`: to judge them
 * would never end. Each circle is a problem at one of its references.
 */
export function findCircles(places: Places, targets: ReadonlyMap<Place, Place>, problems: Problems): void {
  const isDone = new Map<Place, boolean>()
  for (const start of places.byPointer.values()) {
    if (isDone.has(start)) continue
    const path: { readonly place: Place; readonly next: Place[] }[] = [{ place: start, next: next(start) }]
    isDone.set(start, false)
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const place = top.next.pop()
      if (place === undefined) {
        isDone.set(top.place, true)
        path.pop()
      } else if (isDone.get(place) === false) report(path.map((entry) => entry.place))
      else if (!isDone.has(place)) {
        isDone.set(place, false)
        path.push({ place, next: next(place) })
      }
    }
  }

  function next(place: Place): Place[] {
    const inside = place.inside.filter(({ keyword }) => inPlace.has(keyword))
    const target = targets.get(place)
    const list = inside.flatMap(({ pointer }) => places.byPointer.get(pointer) ?? [])
    return target === undefined ? list : [target, ...list]
  }

  function report(path: readonly Place[]): void {
    const last = path.findLast((place) => targets.has(place))
    const message = "Expected a reference to lead into the value at some point, found a circle that never does."
    problems.add("invalid-schema", `${last?.pointer ?? ""}/$ref`, message)
  }
}
