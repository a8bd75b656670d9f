// One seed for every property test, so that a run can be repeated; HEARTH_SEED=N tries other inputs.
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.HEARTH_SEED ?? 1) });
