import * as info from "../../src/information/index.js";
import type { Draw } from "./draw.js";
import type { Registry } from "./entry.js";

const pair = (draw: Draw) => {
  const k = 1 + draw.below(4);
  return [draw.distribution(k), draw.distribution(k)];
};
const joint = (draw: Draw) => {
  const [rows, cols] = [1 + draw.below(3), 1 + draw.below(3)];
  const p = draw.shareOut(rows * cols);
  return [draw.table(draw.list(rows, (x) => p.slice(x * cols, (x + 1) * cols)))];
};
const isAtLeast0 = (result: number) => {
  if (!(result >= 0)) throw new Error(`it is ${result}, below 0`);
};
const symbols = { symbols: 3, order: 1 };

export const information: Registry = {
  surprisal: { good: (draw) => [draw.share()], check: isAtLeast0 },
  entropy: { good: (draw) => [draw.distribution(1 + draw.below(4))], check: isAtLeast0 },
  crossEntropy: { good: pair, check: isAtLeast0 },
  klDivergence: { good: pair, check: isAtLeast0 },
  jensenShannonDivergence: { good: pair, check: isAtLeast0 },
  mutualInformation: { good: joint, check: isAtLeast0 },
  conditionalEntropy: { good: joint, check: isAtLeast0 },
  natsToBits: { good: (draw) => [draw.real()] },
  bitsToNats: { good: (draw) => [draw.real()] },
  perplexity: { good: (draw) => [draw.share()] },
  bitsPerByte: { good: (draw) => [draw.share(), 1 + draw.below(5)] },
  frequencies: {
    good: (draw) => [
      draw.pick<unknown>(
        "banana",
        draw.list(1 + draw.below(3), () => draw.pick("rain", "sun")),
      ),
    ],
    unread: /^0$/, // any text will do
  },
  symbolIndices: { good: (draw) => [draw.pick<unknown>("abba", ["a", "b"]), ["a", "b", "c"]] },
  contextModel: { good: (draw) => [{ symbols: 2 + draw.below(3), order: draw.below(3) }] },
  symbolModel: {
    good: (draw) => {
      const p = draw.distribution(3);
      return [3, () => p];
    },
    call: (k, p) => info.symbolModel(k, p).weights(),
  },
  codeLength: {
    good: (draw) => [draw.indices(draw.below(4), 3), draw.maybe(() => ({ learn: draw.pick(true, false) }))],
    call: (sequence, options) => info.codeLength(sequence, info.contextModel(symbols), options),
    check: isAtLeast0,
  },
  arithmeticEncode: {
    good: (draw) => [draw.indices(draw.below(4), 3)],
    call: (sequence) => info.arithmeticEncode(sequence, info.contextModel(symbols)),
  },
  arithmeticDecode: {
    good: (draw) => {
      const sequence = draw.indices(draw.below(9), 3);
      return [info.arithmeticEncode(sequence, info.contextModel(symbols)), sequence.length];
    },
    call: (bytes, count) => info.arithmeticDecode(bytes, count, info.contextModel(symbols)),
  },
};
