import { isMultiplyAddFused, setFusedMultiplyAdd } from "../../src/wasm/index.js";
import type { Registry } from "./entry.js";

export const wasm: Registry = {
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
