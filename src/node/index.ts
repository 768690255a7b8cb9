export { loadPolicy } from "./load-policy.ts"
