/** A text as YAML reads it back; bare only where nothing but a text can be read. */
export function yamlScalar(text: string): string {
  // A name or a path of plain words; what YAML 1.1 takes for a truth value or for nothing is quoted.
  const isPlain = /^(\.{1,2}\/)*([A-Za-z][\w./-]*)$/.test(text) || /^\.{1,2}(\/\.\.)*$/.test(text)
  if (isPlain && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text)) return text
  // What is invisible or ends a line in YAML is spelled out.
  const hidden = /\p{C}|(?! )\p{Z}/gu
  return JSON.stringify(text).replace(hidden, (found) =>
    Array.from({ length: found.length }, (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, "0")}`).join(
      "",
    ),
  )
}
