const isoPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2})?)?)?$/

/**
 * Milliseconds since the epoch of an ISO 8601 date or date-time, or undefined. A text without a zone is UTC,
 * never local time, so that a verdict does not depend on the machine; what is finer than a millisecond is cut off.
 */
export function readIsoTime(text: string): number | undefined {
  const match = isoPattern.exec(text)
  if (!match) return undefined
  const part = (k: number): number => Number(match[k] ?? 0)
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)]
  const milliseconds = Number((match[7] ?? "").padEnd(3, "0").slice(0, 3))
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  // A leap second counts as the first moment of the next minute; part(10) and part(11) are the zone.
  if (hour > 23 || minute > 59 || second > 60 || part(10) > 23 || part(11) > 59) return undefined
  const zone = (match[9] === "-" ? -1 : 1) * (part(10) * 60 + part(11))
  return date.getTime() + ((hour * 60 + minute - zone) * 60 + second) * 1000 + milliseconds
}
