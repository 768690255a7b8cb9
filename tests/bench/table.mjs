/** Tables for people, at most 100 columns wide; a Markdown reader takes them too. */

/** Ratios to JSON.parse alone: a table for each kind of policy, a row a contestant, a column a corpus. */
export function bytesTables(rows) {
  return [...new Set(rows.map(({ table }) => table))].map((table) => {
    const mine = rows.filter((row) => row.table === table)
    const columns = [...new Set(mine.map(({ column }) => column))]
    const names = [...new Set(mine.map(({ contestant }) => contestant))]
    const at = (name, column) => mine.find((row) => row.contestant === name && row.column === column)
    const speeds = columns.map((column) => number(at(names[0], column)?.megabytesPerSecond))
    const lines = [
      [`${names[0]}, MB/s`, ...speeds],
      ...names.map((name) => [name, ...columns.map((column) => ratio(at(name, column)))]),
    ]
    return `${aligned([[table, ...columns], ...lines], (i) => i > 0)}\n`
  })
}

/** The rows of rows.mjs. */
export function microTable(rows) {
  const lines = rows.map(({ row, ours, theirs, unit, ratio: times, budget, met }) => [
    row,
    number(ours),
    number(theirs),
    unit,
    number(times),
    budget === undefined ? "" : `${budget}${met ? "" : ": NO"}`,
  ])
  return aligned([["row", "ours", "theirs", "unit", "ratio", "budget"], ...lines], (i) => i > 0 && i < 5 && i !== 3)
}

/** Lines of cells as a table; the first is its head. */
export function aligned(lines, toTheRight) {
  const widths = lines[0].map((_, i) => Math.max(...lines.map((cells) => cells[i].length)))
  const pad = (text, i) => (toTheRight(i) ? text.padStart(widths[i]) : text.padEnd(widths[i]))
  const line = (cells) => `| ${cells.map(pad).join(" | ")} |\n`
  const [head, ...rest] = lines
  const rule = widths.map((width, i) => (toTheRight(i) ? `${"-".repeat(width - 1)}:` : "-".repeat(width)))
  return [line(head), `| ${rule.join(" | ")} |\n`, ...rest.map(line)].join("")
}

/** A budget that is missed is seen; one that is met is not. */
function ratio(row) {
  if (row === undefined) return ""
  return row.met === false ? `${number(row.ratio)} (${row.budget})` : number(row.ratio)
}

/** Two or three significant digits. */
export function number(value) {
  if (value === undefined) return ""
  if (value === 0 || value >= 100) return String(Math.round(value))
  return value.toPrecision(value >= 10 ? 3 : 2)
}

/** The ratios of several runtimes side by side: a row a contestant, a column a runtime; `mixed` and `mixed, args`. */
export function runtimesTable(reports) {
  const shown = ["mixed", "mixed, args"].map((setting) => {
    const names = [...new Set(reports.at(-1).bytes.map(({ contestant }) => contestant))]
    const at = ({ bytes }, name) => bytes.find((row) => row.contestant === name && row.setting === setting)
    const speeds = reports.map((report) => number(at(report, names[0])?.megabytesPerSecond))
    const lines = [
      [`${names[0]}, MB/s`, ...speeds],
      ...names.map((name) => [name, ...reports.map((report) => number(at(report, name)?.ratio))]),
    ]
    const heads = reports.map(({ runtime }) => runtime.replace(/^(\S+ \d+).*$/, "$1"))
    return aligned([[setting, ...heads], ...lines], (i) => i > 0)
  })
  return shown.join("\n")
}
