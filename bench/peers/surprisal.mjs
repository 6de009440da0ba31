// This package as npm run bench asks for it.
import {
  adam,
  dense,
  fit,
  linearCrossEntropy,
  logits,
  logLoss,
  matrix,
  probabilities,
  sequential,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
} from "../../dist/index.js";
import { answerQuestions, numbersOf } from "./answer.mjs";

await answerQuestions({
  softmax: ({ rows, classes, files }) => ({
    softmaxCrossEntropy() {
      const z = logits(matrix(rows, classes, numbersOf(Float32Array, files.logits)));
      const targets = numbersOf(Int32Array, files.targets);
      const gradient = matrix(rows, classes, new Float32Array(rows * classes));
      return () => softmaxCrossEntropy(z, targets, { gradient, gradientScale: 1 / rows }).mean;
    },
  }),
  "log loss": ({ files }) => ({
    logLoss() {
      const numbers = numbersOf(Float32Array, files.probabilities);
      const p = probabilities(matrix(numbers.length, 1, numbers));
      const targets = numbersOf(Int8Array, files.targets);
      return () => logLoss(p, targets).mean;
    },
  }),
  training: ({ layers: [inputs, hidden, outputs], batch, files }) => ({
    fit() {
      const features = numbersOf(Float32Array, files.features);
      const targets = numbersOf(Int32Array, files.targets);
      const train = {
        features: matrix(targets.length, inputs, features),
        targets,
        featureNames: Array.from({ length: inputs }, (_, i) => `feature ${i}`),
        classNames: Array.from({ length: Math.max(outputs, 2) }, (_, k) => `class ${k}`),
        rowNumbers: targets.map((_, row) => row + 1),
      };
      const model = sequential([dense(hidden, "relu"), dense(outputs)], { inputs, seed: 0, dtype: "float32" });
      const loss = outputs === 1 ? sigmoidCrossEntropy : softmaxCrossEntropy;
      const options = { loss, optimizer: adam(1e-3), batchSize: batch, epochs: 1, seed: 0 };
      return async () => (await fit(model, train, options).toEnd())[0].train.mean;
    },
  }),
  linear: ({ rows, width, classes, files }) => ({
    linearCrossEntropy() {
      const hidden = matrix(rows, width, numbersOf(Float32Array, files.hidden));
      const weight = matrix(classes, width, numbersOf(Float32Array, files.weight));
      const targets = numbersOf(Int32Array, files.targets);
      const gradients = {
        hidden: matrix(rows, width, new Float32Array(rows * width)),
        weight: matrix(classes, width, new Float32Array(classes * width)),
        bias: new Float32Array(classes),
      };
      return () => linearCrossEntropy({ hidden, weight }, targets, { gradients, gradientScale: 1 / rows }).mean;
    },
  }),
});
