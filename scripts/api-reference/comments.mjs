// Doc comments as Markdown.
import ts from "typescript5"

/** The comment of a symbol: its text, its `@param`s, what it throws, and its examples. Absent parts are empty. */
export function docOf(symbol, checker) {
  const tags = symbol.getJsDocTags(checker)
  const texts = (name) => tags.filter((tag) => tag.name === name).map((tag) => plain(tag.text))
  return {
    doc: plain(symbol.getDocumentationComment(checker)),
    params: texts("param"),
    throws: texts("throws"),
    examples: texts("example"),
  }
}

function plain(parts) {
  return ts
    .displayPartsToString(parts)
    .replaceAll(/\{@link (\S+?) ?\}/g, "`$1`")
    .trim()
}
