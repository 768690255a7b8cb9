// The types of this project that public declarations speak of and that no entry point exports.
import ts from "typescript5"
import { isPublic } from "./members.mjs"

/** Their symbols, each once, whatever leads to them. */
export function mentioned(exported, checker) {
  const seen = new Set(exported)
  const found = []
  const open = [...exported]
  for (let symbol = open.pop(); symbol !== undefined; symbol = open.pop()) {
    for (const each of symbol.declarations.flatMap((node) => referencesOf(node, checker))) {
      if (seen.has(each) || !isOurs(each)) continue
      seen.add(each)
      found.push(each)
      open.push(each)
    }
  }
  return found
}

function referencesOf(declaration, checker) {
  const found = []
  const visit = (node) => {
    // What a class implements is a promise to other code of ours.
    if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword) return
    if (ts.isBlock(node) || (ts.isClassElement(node) && !isPublic(node))) return
    if (ts.isTypeReferenceNode(node)) found.push(checker.getSymbolAtLocation(node.typeName))
    if (ts.isExpressionWithTypeArguments(node)) found.push(checker.getSymbolAtLocation(node.expression))
    ts.forEachChild(node, visit)
  }
  visit(declaration)
  return found.flatMap((symbol) => {
    if (symbol === undefined) return []
    return [symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol]
  })
}

function isOurs({ flags, declarations = [] }) {
  if (flags & ts.SymbolFlags.TypeParameter) return false
  return declarations.length > 0 && declarations.every((node) => !node.getSourceFile().isDeclarationFile)
}
