import { pick, randomFrom } from "./seeded.mjs"

/** Policies and traces made from a seed: the same on every machine. */

/** Tools that the policy below names, but for the last three. */
export const tools = [
  "search_direct_flight",
  "search_onestop_flight",
  "get_user_details",
  "get_reservation_details",
  "book_reservation",
  "cancel_reservation",
  "update_reservation_flights",
  "update_reservation_baggages",
  "send_certificate",
  "transfer_to_human_agents",
  "calculate",
  "think",
  "list_all_airports",
  "get_weather",
  "note",
]

/** Twenty rules of every kind, `allow` and `deny` among them; half of the calls that change something are guarded. */
export const twentyRules = {
  version: "1.1",
  name: "twenty rules",
  aliases: { changes: ["book_reservation", "cancel_reservation", "update_reservation_flights"] },
  tools: { allow: tools.slice(0, 14), deny: ["drop_database"] },
  sequences: [
    { type: "require", tool: "get_user_details" },
    { type: "require", tool: "think" },
    { type: "eventually", tool: "get_user_details", within: 100 },
    { type: "max_calls", tool: "send_certificate", max: 100 },
    { type: "max_calls", tool: "changes", max: 100 },
    { type: "max_calls", tool: "transfer_to_human_agents", max: 1 },
    { type: "before", first: "get_user_details", then: "changes" },
    { type: "before", first: "get_reservation_details", then: "cancel_reservation" },
    { type: "before", first: "search_direct_flight", then: "book_reservation" },
    { type: "after", trigger: "cancel_reservation", then: "get_user_details", within: 100 },
    { type: "after", trigger: "book_reservation", then: "think", within: 60 },
    { type: "never_after", trigger: "transfer_to_human_agents", forbidden: "changes" },
    { type: "never_after", trigger: "transfer_to_human_agents", forbidden: "send_certificate" },
    { type: "sequence", tools: ["get_user_details", "get_reservation_details", "update_reservation_baggages"] },
    { type: "sequence", tools: ["transfer_to_human_agents", "think", "calculate"], strict: true },
    { type: "blocklist", pattern: "drop_" },
    { type: "blocklist", pattern: "weather" },
    { type: "max_calls", tool: "list_all_airports", max: 50 },
  ],
}

/** As many rules over as many tools, each rule naming one or two of them; none is ever violated by single calls. */
export function manyRules(seed, rules, toolCount) {
  const random = randomFrom(seed)
  const names = Array.from({ length: toolCount }, (_, i) => `tool_${i}`)
  const sequences = Array.from({ length: rules }, (_, i) => {
    const one = pick(random, names)
    const other = pick(random, names)
    const id = `r${i}`
    switch (i % 5) {
      case 0:
        return { id, type: "max_calls", tool: one, max: 1_000_000_000 }
      case 1:
        return { id, type: "before", first: one, then: one === other ? names[0] : other, action: "warn" }
      case 2:
        return { id, type: "require", tool: one }
      case 3:
        return { id, type: "never_after", trigger: `never_${i}`, forbidden: one }
      default:
        return { id, type: "after", trigger: one, then: other, within: 500_000_000 }
    }
  })
  return { names, document: { version: "1.1", name: `${rules} rules over ${toolCount} tools`, sequences } }
}

/** Calls as recorders write them: three shapes, names that JSON.parse made. */
export function traceOf(names) {
  const calls = names.map((tool, i) => {
    const args = { query: `item ${i}`, limit: i % 7 }
    if (i % 10 === 3) return { tool, args, error: "timeout", status: "error", id: `call_${i}` }
    return i % 3 === 0 ? { tool, args } : { tool, args, result: { ok: true, n: i }, status: "ok", id: `call_${i}` }
  })
  return JSON.parse(JSON.stringify(calls))
}

/** A trace of calls drawn evenly; `most` leaves the last tools out. */
export function randomTrace(random, length, among = tools) {
  return traceOf(Array.from({ length }, () => pick(random, among)))
}

/**
 * A trace whose calls `guard` allows; with `share`, so many of them are refused on the way. A session that got stuck,
 * because rules contradict each other, is begun again.
 */
export function guardedTrace(random, length, guard, { share = 0, among = tools } = {}) {
  for (;;) {
    const names = allowedNames(random, length, guard, share, among)
    if (names.length === length) return traceOf(names)
  }
}

function allowedNames(random, length, guard, share, among) {
  const names = []
  guard.reset()
  for (let tries = 0; names.length < length && tries < 100; tries++) {
    const tool = pick(random, among)
    const refused = guard.check({ tool }).decision === "deny"
    if (refused && random() >= share) continue
    names.push(tool)
    tries = 0
  }
  return names
}
