import { allocate, free, isMultiplyAddFused, setFusedMultiplyAdd } from "../../src/wasm/index.js";
import type { Registry } from "./entry.js";

export const wasm: Registry = {
  allocate: {
    good: (draw) => [draw.below(9), draw.below(9)],
    call: (rows, cols) => {
      const m = allocate(rows, cols);
      free(m);
      return [m.rows, m.cols];
    },
  },
  free: {
    good: () => [allocate(2, 3)],
    writes: /^0\.data/,
    nan: /^/,
  },
  isMultiplyAddFused: { good: () => [] },
  setFusedMultiplyAdd: {
    good: (draw) => [draw.below(2) === 1],
    call: (on) => {
      try {
        setFusedMultiplyAdd(on);
        return isMultiplyAddFused();
      } finally {
        setFusedMultiplyAdd(false);
      }
    },
    check: (result, on) => {
      if (result !== on) throw new Error(`it is ${result}`);
    },
  },
};
