// What an entry point exports, as data, told by the compiler. TypeScript 7 has no interface for that yet, hence 5.
import { join } from "node:path"
import ts from "typescript5"
import { root } from "../setup.mjs"
import { docOf } from "./comments.mjs"
import { membersOf } from "./members.mjs"
import { mentioned } from "./mentioned.mjs"

const kinds = ["class", "function", "const", "interface", "type"]

/** For each entry its names, its own comment and its exports: name, kind, signature, comment, members. */
export function describeEntries(entries) {
  const config = ts.readConfigFile(join(root, "tsconfig.node.json"), ts.sys.readFile).config
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    options,
  )
  const checker = program.getTypeChecker()
  const described = entries.map(({ names, file }) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file))
    const exports = checker.getExportsOfModule(module).map((symbol) => describe(symbol, checker))
    return { names, exports: exports.sort(byKindAndName) }
  })
  const exported = described.flatMap(({ exports }) => exports.map(({ origin }) => origin))
  const nameless = mentioned(exported, checker).map((symbol) => describe(symbol, checker))
  return { entries: described, nameless: nameless.sort(byKindAndName) }
}

function describe(symbol, checker) {
  const origin = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  const node = origin.declarations.find((each) => ts.isClassDeclaration(each)) ?? origin.declarations[0]
  const { kind, signatures } = formOf(node, symbol.name, checker)
  const typeOnly = kind === "class" && symbol.declarations.some(ts.isTypeOnlyImportOrExportDeclaration)
  const { own, inherited } = membersOf(node, checker)
  const members = { own: own.filter(({ name }) => !typeOnly || name !== "constructor"), inherited }
  return { name: symbol.name, origin, kind, typeOnly, signatures, members, ...docOf(origin, checker) }
}

function formOf(node, name, checker) {
  const declared = (type) => checker.typeToString(type, node, ts.TypeFormatFlags.NoTruncation)
  if (ts.isClassDeclaration(node)) return { kind: "class", signatures: [`class ${name}${heritage(node)}`] }
  if (ts.isInterfaceDeclaration(node)) return { kind: "interface", signatures: [`interface ${name}${heritage(node)}`] }
  if (ts.isTypeAliasDeclaration(node)) return { kind: "type", signatures: [aliasText(node, name, checker)] }
  const type = checker.getTypeAtLocation(node)
  const calls = type.getCallSignatures()
  if (calls.length === 0) return { kind: "const", signatures: [`const ${name}: ${declared(type)}`] }
  const flags = ts.TypeFormatFlags.NoTruncation
  return { kind: "function", signatures: calls.map((call) => name + checker.signatureToString(call, node, flags)) }
}

function heritage({ heritageClauses = [] }) {
  return heritageClauses
    .filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    .map((clause) => ` ${clause.getText()}`)
    .join("")
}

// As it is written, unless that speaks of what the reader cannot see: then the names that it comes to.
function aliasText(node, name, checker) {
  const text = node.type.getText()
  if (!text.includes("typeof")) return `type ${name} =${text.startsWith("|") ? "\n  " : " "}${text}`
  const type = checker.getTypeFromTypeNode(node.type)
  const members = (type.types ?? [type]).map((each) => checker.typeToString(each))
  return `type ${name} =\n${members
    .sort()
    .map((each) => `  | ${each}`)
    .join("\n")}`
}

function byKindAndName(a, b) {
  const kind = kinds.indexOf(a.kind) - kinds.indexOf(b.kind)
  return kind !== 0 ? kind : a.name < b.name ? -1 : 1
}
