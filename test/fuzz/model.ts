import * as m from "../../src/model/index.js";
import type { Draw } from "./draw.js";
import type { Registry } from "./entry.js";

const ofTwoInputs = m.sequential([m.dense(2, "relu"), m.dense(1)], { inputs: 2, seed: 1 });

const windows = (draw: Draw) => ({
  stride: draw.pick(undefined, 1 + draw.below(3)),
  padding: draw.pick(undefined, "valid", "same"),
});

export const model: Registry = {
  relu: { good: () => [] },
  tanh: { good: () => [] },
  gelu: { good: () => [] },
  dense: {
    good: (draw) => [
      1 + draw.below(4),
      draw.pick(undefined, "relu", "tanh", "gelu"),
      draw.maybe(() => ({ initializer: draw.pick(undefined, "heNormal", "orthogonal", "zeros") })),
    ],
    says: /^(dense|activation)\b/,
  },
  conv1d: { good: (draw) => [1 + draw.below(3), 1 + draw.below(3), draw.maybe(() => windows(draw))] },
  conv2d: { good: (draw) => [1 + draw.below(3), 1 + draw.below(3), draw.maybe(() => windows(draw))] },
  maxPool2d: { good: (draw) => [1 + draw.below(3), draw.maybe(() => windows(draw))] },
  averagePool2d: { good: (draw) => [1 + draw.below(3), draw.maybe(() => windows(draw))] },
  globalAveragePool: { good: () => [] },
  dropout: { good: (draw) => [draw.pick(0, 0.5, 0.9)] },
  embedding: { good: (draw) => [1 + draw.below(9), 1 + draw.below(4)] },
  gru: {
    good: (draw) => [1 + draw.below(3), draw.maybe(() => ({ returnSequences: draw.pick(undefined, true, false) }))],
  },
  flatten: { good: () => [] },
  layerNorm: { good: () => [] },
  sequential: {
    good: (draw) => {
      const inputs = 1 + draw.below(3);
      const scales = () => ({
        mean: draw.list(inputs, () => draw.real()),
        scale: draw.list(inputs, () => 1 + draw.share()),
      });
      return [
        [m.dense(2, "tanh"), m.dense(1)],
        {
          inputs: draw.pick<number | number[]>(inputs, [inputs]),
          seed: draw.below(9),
          dtype: draw.pick(undefined, "float32", "float64"),
          standardization: draw.maybe(scales),
        },
      ];
    },
    says: /^(sequential|createRandom|matrix)\b/,
  },
  toSafetensors: { good: (draw) => [{ a: draw.matrix(2, 2), b: draw.matrix(0, 3) }, draw.maybe(() => ({ a: "1" }))] },
  fromSafetensors: { good: (draw) => [m.toSafetensors({ a: draw.matrix(1, 2) })] },
  modelToJson: { good: () => [m.sequential([m.dense(1)], { inputs: 2, seed: 1 })], unread: /^0\b/, picky: true },
  modelFromJson: {
    good: () => [m.modelToJson(ofTwoInputs)],
    says: /^(modelFromJson|sequential|dense|createRandom|matrix)\b/,
  },
  predict: {
    good: (draw) => [draw.matrix(draw.below(3), 2)],
    call: (features) => m.predict(ofTwoInputs, features),
    says: /^(predict|model|sigmoid)\b/,
  },
};
