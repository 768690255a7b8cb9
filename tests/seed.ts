import fc from "fast-check"

/** Properties meet the same cases in every run; `ASSAY_SEED=N` makes them meet others. */
fc.configureGlobal({ seed: Number(process.env.ASSAY_SEED ?? 2026) })
