/** `assembly/abi.ts` is compiled by both sides; to TypeScript its numbers are numbers. */
declare type u32 = number
declare type f64 = number
declare type bool = boolean
