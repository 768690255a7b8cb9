/** The tools of the corpora of bytes: departments, each with the calls that its sessions begin and end with. */

const verbs = ["search", "get", "list", "update", "create", "cancel", "export", "refund", "check", "send"]
const nouns = ["orders", "accounts", "invoices", "tickets", "products", "reports"]

/**
 * `{ departments, names }` with `count` tools in all. A department is `{ open, identify, close, transfer, drop, others }`: a
 * session opens, identifies its user, works with the others and closes; after `transfer` nothing but closing is
 * right, and `drop` never is.
 */
export function toolSet(count) {
  const perDepartment = count <= 60 ? count : 50
  const departments = Array.from({ length: Math.floor(count / perDepartment) }, (_, index) =>
    department(perDepartment, count <= 60 ? "" : `_${index}`),
  )
  return { departments, names: departments.flatMap(namesOf) }
}

function department(size, suffix) {
  const role = (name) => `${name}${suffix}`
  const others = Array.from({ length: size - 5 }, (_, i) => {
    const verb = verbs[i % verbs.length]
    return role(`${verb}_${nouns[Math.floor(i / verbs.length) % nouns.length]}`)
  })
  return {
    open: role("open_session"),
    identify: role("identify_user"),
    close: role("close_session"),
    transfer: role("transfer_to_human"),
    drop: role("drop_database"),
    others,
  }
}

const namesOf = ({ others, ...roles }) => [...Object.values(roles), ...others]
