// TensorFlow.js on its WASM backend, with SIMD and one thread, as npm run bench asks for it.
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { answerQuestions, numbersOf } from "./answer.mjs";

// Its ES modules are for bundlers; Node takes the others.
const require = createRequire(import.meta.url);
const tf = require("@tensorflow/tfjs");
const { setThreadsCount, setWasmPaths } = require("@tensorflow/tfjs-backend-wasm");

setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm"))}/`);
setThreadsCount(1);
await tf.setBackend("wasm");
await tf.ready();

await answerQuestions({
  softmax: ({ rows, classes, files }) => ({
    "losses.softmaxCrossEntropy": () => {
      const z = tf.tensor2d(numbersOf(Float32Array, files.logits), [rows, classes]);
      const oneHot = tf.oneHot(tf.tensor1d(numbersOf(Int32Array, files.targets), "int32"), classes);
      const both = tf.valueAndGrad((logits) => tf.losses.softmaxCrossEntropy(oneHot, logits));
      return () => tf.tidy(() => both(z).value.dataSync()[0]);
    },
  }),
});
