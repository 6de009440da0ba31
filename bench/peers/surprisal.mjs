// This package as npm run bench asks for it. With the argument "fused" what is of float32 multiplies and adds at once.
import {
  adam,
  allocate,
  dense,
  fit,
  linearCrossEntropy,
  logits,
  logLoss,
  matrix,
  probabilities,
  sequential,
  setFusedMultiplyAdd,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
} from "../../dist/index.js";
import { answerQuestions, numbersOf } from "./answer.mjs";

setFusedMultiplyAdd(process.argv[2] === "fused");

await answerQuestions({
  softmax({ rows, classes, files }) {
    /** @param {import("../../dist/index.js").Matrix} z @param {import("../../dist/index.js").Matrix} gradient */
    const of = (z, gradient) => {
      z.data.set(numbersOf(Float32Array, files.logits));
      const targets = numbersOf(Int32Array, files.targets);
      const options = { gradient, gradientScale: 1 / rows };
      const ofModel = logits(z);
      return () => softmaxCrossEntropy(ofModel, targets, options).mean;
    };
    const ordinary = () => matrix(rows, classes, new Float32Array(rows * classes));
    return {
      "softmaxCrossEntropy, allocated": () => of(allocate(rows, classes), allocate(rows, classes)),
      softmaxCrossEntropy: () => of(ordinary(), ordinary()),
    };
  },
  "log loss": ({ files }) => ({
    logLoss() {
      const numbers = numbersOf(Float32Array, files.probabilities);
      const p = probabilities(matrix(numbers.length, 1, numbers));
      const targets = numbersOf(Int8Array, files.targets);
      return () => logLoss(p, targets).mean;
    },
  }),
  training: ({ layers: [inputs, hidden, outputs], batch, epochs, files }) => ({
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
      const options = { loss, optimizer: adam(1e-3), batchSize: batch, epochs, seed: 0 };
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
