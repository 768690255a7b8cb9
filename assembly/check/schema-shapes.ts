import {
  DIGITS_SPLIT,
  MEMBERS_ELSE,
  MEMBERS_HEADER,
  MEMBERS_KEYS,
  MEMBERS_NAMED,
  MEMBERS_OTHERS,
  MEMBERS_PATTERNS,
  MEMBERS_REQUIRED,
  MEMBERS_TABLE,
  NAMED_WORDS,
  NODE_ALL,
  NODE_AMONG,
  NODE_ANY,
  NODE_CONTAINS,
  NODE_DEPENDENT,
  NODE_EACH,
  NODE_FALSE,
  NODE_IF,
  NODE_ITEM_COUNT,
  NODE_ITEMS,
  NODE_LENGTH,
  NODE_MATCH,
  NODE_MEMBER_COUNT,
  NODE_MEMBERS,
  NODE_MULTIPLE,
  NODE_NOT,
  NODE_ONE,
  NODE_PATTERN,
  NODE_RANGE,
  NODE_REF,
  NODE_TRUE,
  NODE_TYPE,
  NODE_UNIQUE,
  PATTERN_WORDS,
} from "./schema-abi"
import { Section } from "./schema-section"

/** A power of ten that no two doubles are apart by. */
const MOST_EXPONENT: i32 = 1000

/** Whether the nodes of a section are as long as they say, and refer to what there is. */
export class Shapes {
  static fit(node: usize, words: u32): bool {
    switch (Section.what(node)) {
      case NODE_FALSE:
      case NODE_TRUE:
      case NODE_UNIQUE:
        return words === 1
      case NODE_TYPE:
        return words === 2
      case NODE_RANGE:
        return words === 6
      case NODE_MULTIPLE:
        return words === 4 && Shapes.isDivisor(node)
      case NODE_LENGTH:
      case NODE_ITEM_COUNT:
      case NODE_MEMBER_COUNT:
        return words === 3
      case NODE_PATTERN:
        return words === 2 && Section.isRegex(load<u32>(node, 4))
      case NODE_AMONG:
        return words >= 2 && Section.addConstants(load<u32>(node, 4), node + 8, words - 2)
      case NODE_MATCH:
        return words >= 3 && words % 3 === 0 && Shapes.isMatch(node, words)
      case NODE_DEPENDENT:
        return words >= 2 && words % 3 === 2 && Shapes.isDependent(node, words)
      case NODE_MEMBERS:
        return Shapes.areMembers(node, words)
      default:
        return Shapes.isApplicator(node, words)
    }
  }

  private static isApplicator(node: usize, words: u32): bool {
    switch (Section.what(node)) {
      case NODE_EACH:
        return Shapes.areLeaves(node, words)
      case NODE_ALL:
      case NODE_ANY:
      case NODE_ONE:
        return Shapes.areNodes(node, 1, words)
      case NODE_NOT:
      case NODE_REF:
        return words === 2 && Shapes.areNodes(node, 1, 2)
      case NODE_IF:
        return words === 4 && Shapes.areNodes(node, 1, 4)
      case NODE_ITEMS:
        return words >= 2 && Shapes.mayBeNode(load<u32>(node, 4)) && Shapes.areNodes(node, 2, words)
      case NODE_CONTAINS:
        return words === 4 && Shapes.areNodes(node, 1, 2)
      default:
        return false
    }
  }

  @inline private static word(node: usize, index: u32): u32 {
    return load<u32>(node + ((<usize>index) << 2))
  }

  private static areNodes(node: usize, from: u32, to: u32): bool {
    for (let i = from; i < to; i++) if (!Section.isNode(Shapes.word(node, i))) return false
    return true
  }

  private static areLeaves(node: usize, words: u32): bool {
    if (!Shapes.areNodes(node, 1, words)) return false
    for (let i: u32 = 1; i < words; i++) {
      if (Section.what(Section.node(Shapes.word(node, i))) >= NODE_EACH) return false
    }
    return true
  }

  private static mayBeNode(offset: u32): bool {
    return offset === 0 || Section.isNode(offset)
  }

  private static isDivisor(node: usize): bool {
    const high = Shapes.word(node, 1)
    const low = Shapes.word(node, 2)
    const exponent = <i32>Shapes.word(node, 3)
    if (exponent < -MOST_EXPONENT || exponent > MOST_EXPONENT) return false
    return (high | low) !== 0 && high < DIGITS_SPLIT && low < DIGITS_SPLIT
  }

  private static isMatch(node: usize, words: u32): bool {
    return Section.isRegex(Shapes.word(node, 2)) && Section.addList(Shapes.word(node, 1), node + 12, words / 3 - 1, 3)
  }

  private static isDependent(node: usize, words: u32): bool {
    for (let i: u32 = 4; i < words; i += 3) if (!Section.isNode(Shapes.word(node, i))) return false
    return Section.addList(Shapes.word(node, 1), node + 8, (words - 2) / 3, 3)
  }

  private static areMembers(node: usize, words: u32): bool {
    if (words < MEMBERS_HEADER) return false
    const named = Shapes.word(node, MEMBERS_NAMED)
    const patterns = Shapes.word(node, MEMBERS_PATTERNS)
    if (named > words || patterns > words) return false
    if (Shapes.word(node, MEMBERS_ELSE) > 1) return false
    const patternsAt = MEMBERS_HEADER + named * NAMED_WORDS
    if (patternsAt + patterns * PATTERN_WORDS !== words || Shapes.word(node, MEMBERS_REQUIRED) > named) return false
    if (!Shapes.mayBeNode(Shapes.word(node, MEMBERS_OTHERS)) || !Shapes.mayBeNode(Shapes.word(node, MEMBERS_KEYS))) {
      return false
    }
    for (let i = MEMBERS_HEADER + 2; i < patternsAt; i += NAMED_WORDS) {
      if (!Shapes.mayBeNode(Shapes.word(node, i)) || Shapes.word(node, i + 1) > 1) return false
    }
    for (let i = patternsAt; i < words; i += PATTERN_WORDS) {
      if (!Section.isRegex(Shapes.word(node, i)) || !Section.isNode(Shapes.word(node, i + 1))) return false
    }
    return Section.addNames(Shapes.word(node, MEMBERS_TABLE), node, named)
  }
}
