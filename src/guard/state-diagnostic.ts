import { FOREIGN_STATE, OTHER_VERSION } from "../../assembly/abi.ts"
import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"

/** Why the core refused the bytes of a session. */
export function stateDiagnostic(code: number): Diagnostic {
  if (code === FOREIGN_STATE) {
    return diagnostic("state-foreign", "Expected a session of this policy, but the bytes are of another one.", {
      hint: "A session belongs to the policy it was begun with, unchanged.",
    })
  }
  if (code === OTHER_VERSION) {
    return diagnostic("state-version", "Expected a session of this version of Assay, but the bytes are of another one.")
  }
  return diagnostic("state-invalid", "Expected a saved session, but the bytes are damaged or are none.", {
    hint: "Store the bytes of save() unchanged.",
  })
}
