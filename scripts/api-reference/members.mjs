// The members of classes and interfaces that a user can reach.
import ts from "typescript5"
import { docOf } from "./comments.mjs"

/** Members in the order of the source, each with its signature and comment; inherited ones by name, with their class. */
export function membersOf(node, checker) {
  if (!ts.isClassDeclaration(node) && !ts.isInterfaceDeclaration(node)) return { own: [], inherited: [] }
  const own = node.members.filter(isPublic).flatMap((member) => memberOf(member, node, checker))
  return { own, inherited: ts.isClassDeclaration(node) ? inheritedBy(node, own, checker) : [] }
}

const hidden = new Set([ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword])

/** Whether a user can reach a member, and is meant to. */
export function isPublic(member) {
  if (ts.isClassStaticBlockDeclaration(member) || ts.isSetAccessor(member)) return false
  if (member.name && ts.isPrivateIdentifier(member.name)) return false
  if (ts.getJSDocTags(member).some(({ tagName }) => tagName.text === "internal")) return false
  return !(member.modifiers ?? []).some(({ kind }) => hidden.has(kind))
}

function memberOf(member, owner, checker) {
  if (ts.isConstructorDeclaration(member)) return [constructorOf(member, owner, checker)]
  const symbol = member.symbol
  const name = member.name?.getText() ?? symbol.name
  const still = has(member, ts.SyntaxKind.StaticKeyword) ? "static " : ""
  return [{ name, signature: still + signatureOf(member, name, checker), ...docOf(symbol, checker) }]
}

function signatureOf(member, name, checker) {
  const flags = ts.TypeFormatFlags.NoTruncation
  if (ts.isMethodDeclaration(member) || ts.isMethodSignature(member)) {
    return name + checker.signatureToString(checker.getSignatureFromDeclaration(member), member, flags)
  }
  const fixed = ts.isGetAccessor(member) || has(member, ts.SyntaxKind.ReadonlyKeyword) ? "readonly " : ""
  const type = member.type?.getText() ?? checker.typeToString(checker.getTypeAtLocation(member), member, flags)
  return `${fixed}${name}${member.questionToken ? "?" : ""}: ${type}`
}

function constructorOf(member, owner, checker) {
  const signature = checker.getSignatureFromDeclaration(member)
  const parameters = checker.signatureToString(signature, member, ts.TypeFormatFlags.NoTruncation)
  const comment = ts.displayPartsToString(signature.getDocumentationComment(checker))
  const text = parameters.replace(/: [^:()]*$/, "")
  return {
    name: "constructor",
    signature: `new ${owner.name.text}${text}`,
    doc: comment,
    params: [],
    throws: [],
    examples: [],
  }
}

function inheritedBy(node, own, checker) {
  const base = checker.getTypeAtLocation(node).getBaseTypes()?.[0]
  const declared = (base?.getProperties() ?? []).filter(({ declarations = [] }) =>
    declarations.some((each) => isPublic(each) && !each.getSourceFile().isDeclarationFile),
  )
  const names = declared.map(({ name }) => name).filter((name) => own.every((each) => each.name !== name))
  return names.length === 0 ? [] : [{ from: base.symbol.name, names }]
}

function has(member, kind) {
  return (member.modifiers ?? []).some((modifier) => modifier.kind === kind)
}
