import { placeInJson } from "../../web-demo/json-place.ts"
import { expect, test } from "./playground.ts"

const text = ' {"a": [1, {"b/c~": "x\\"]}"}, [ ]], "": null, "n": -1.5e3 ,"é\\u0041": true}'

for (const [pointer, found] of [
  ["", text.slice(1)],
  ["/a", '[1, {"b/c~": "x\\"]}"}, [ ]]'],
  ["/a/0", "1"],
  ["/a/1/b~1c~0", '"x\\"]}"'],
  ["/a/2", "[ ]"],
  ["/", "null"],
  ["/n", "-1.5e3"],
  ["/éA", "true"],
] as const) {
  test(`the value at "${pointer}"`, () => {
    const [start = 0, end = 0] = placeInJson(text, 0, pointer) ?? []
    expect(text.slice(start, end)).toBe(found)
  })
}

test("what is not there has no place", () => {
  for (const pointer of ["/b", "/a/3", "/a/0/x", "/n/0", "/a/-"]) expect(placeInJson(text, 0, pointer)).toBeUndefined()
  for (const broken of ["", "[", '{"a', '{"a":', '{"a" 1}', "[[", '["', "]"]) {
    expect(placeInJson(broken, 0, "/a")).toBeUndefined()
    expect(placeInJson(broken, 0, "/5")).toBeUndefined()
  }
})

test("depth and length are no trouble", () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`
  expect(placeInJson(deep, 0, "")).toEqual([0, 200_000])
  const long = `["${'\\"x'.repeat(500_000)}", 7]`
  const [start = 0, end = 0] = placeInJson(long, 0, "/1") ?? []
  expect(long.slice(start, end)).toBe("7")
})
