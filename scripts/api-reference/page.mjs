// The reference as Markdown: one section an entry point, each export described where it comes first.

const lastTitle = "## Types without a name to import"
const lastLead = "What the above speaks of, and what no entry point exports."

/** The page. Equal sources give equal pages. */
export function renderReference({ entries, nameless }) {
  const headings = new Map()
  const described = new Map()
  const anchor = (heading) => {
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-")
    const before = headings.get(slug) ?? 0
    headings.set(slug, before + 1)
    return before === 0 ? slug : `${slug}-${before}`
  }
  anchor("API reference")
  const sections = entries.map((entry) => {
    const fresh = entry.exports.filter(({ origin }) => !described.has(origin))
    const again = entry.exports.filter((each) => !fresh.includes(each)).map((each) => described.get(each.origin))
    const title = entry.names.map((name) => `\`${name}\``).join(", ")
    anchor(title)
    for (const each of fresh) described.set(each.origin, `[\`${each.name}\`](#${anchor(each.name)})`)
    const shared = again.length === 0 ? [] : [`Described above: ${again.join(", ")}.`]
    return [`## ${title}`, ...shared, ...fresh.map(renderExport)].join("\n\n")
  })
  if (nameless.length > 0) sections.push([lastTitle, lastLead, ...nameless.map(renderExport)].join("\n\n"))
  const lead = "Made from the sources by `npm run docs`: what each entry point of the package exports."
  return `${["# API reference", lead, ...sections].join("\n\n")}\n`
}

function renderExport({ name, typeOnly, signatures, members, ...comment }) {
  return [
    `### ${name}`,
    fenced("ts", signatures.join("\n")),
    ...renderComment(comment),
    ...(typeOnly ? ["Exported as a type only: others make it."] : []),
    ...(members.own.length === 0 ? [] : [members.own.map(renderMember).join("\n")]),
    ...members.inherited.map(
      ({ from, names }) => `From \`${from}\`: ${names.map((each) => `\`${each}\``).join(", ")}.`,
    ),
  ].join("\n\n")
}

function renderComment({ doc, params, throws, examples }) {
  return [
    ...(doc === "" ? [] : [doc]),
    ...(params.length === 0 ? [] : [params.map((each) => `- \`${each.replace(/^(\S+)\s*/, "$1`: ")}`).join("\n")]),
    ...throws.map((each) => `Throws ${each.replace(/^\{(\S+)\}/, "`$1`")}.`),
    ...examples.map((each) => fenced("js", each)),
  ]
}

function renderMember({ signature, ...comment }) {
  const [first = "", ...rest] = renderComment(comment)
  const code = signature.includes("\n") ? signature.replaceAll(/\s+/g, " ") : signature
  const text = [first.replaceAll(/\s*\n\s*/g, " "), ...rest.map((each) => `\n\n${each.replaceAll(/^/gm, "  ")}`)].join(
    "",
  )
  return `- \`${code}\`${text === "" ? "" : `  \n  ${text}`}`
}

function fenced(language, code) {
  return `\`\`\`${language}\n${code}\n\`\`\``
}
