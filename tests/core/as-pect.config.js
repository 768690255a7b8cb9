/** How as-pect runs the specs of the core; asconfig.json beside it compiles them with SIMD, asconfig-scalar.json without. */
export default {
  entries: ["tests/core/**/*.spec.ts"],
  include: ["tests/core/**/*.include.ts"],
  disclude: [/node_modules/],
  instantiate(memory, createImports, instantiate, binary) {
    return instantiate(binary, createImports({ env: { memory } }))
  },
  outputBinary: false,
}
