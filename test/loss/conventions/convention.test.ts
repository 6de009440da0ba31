import { describe, expect, test } from "vitest";
import { conventions, keras, optax, pytorch, scikitLearn } from "../../../src/loss/conventions/all.js";
import { golden } from "../../golden.js";

const versions = Object.assign(
  {},
  ...["parity", "tensorflow-js"].map((name) => golden<{ versions: object }>(`loss/conventions/${name}`).versions),
) as Record<string, string>;
const PACKAGES: Record<string, string> = {
  PyTorch: "torch",
  Keras: "keras",
  TensorFlow: "tensorflow-cpu",
  optax: "optax",
  "scikit-learn": "scikit-learn",
  "TensorFlow.js": "@tensorflow/tfjs",
  NumPy: "numpy",
};

describe("conventions", () => {
  test.each(conventions.map((of) => [`${of.framework}, ${of.call}`, of] as const))("%s", (_name, convention) => {
    expect(versions[PACKAGES[convention.framework]].replace(/\+.*/, "")).toBe(convention.version);
    expect(convention.source).toMatch(/^https:\/\//);
    expect([3, 7, 15]).toContain(convention.digits);
  });

  test("no two have one name", () => {
    expect(new Set(conventions.map(({ framework, call }) => `${framework} ${call}`)).size).toBe(conventions.length);
  });

  test("what a call does not take, it refuses", () => {
    const yesNo = { logits: [0.5], targets: [1] };
    const classes = { logits: [[1, 2]], targets: [0] };
    expect(() => pytorch.crossEntropy.number(yesNo)).toThrow("cross_entropy of PyTorch takes no such inputs");
    expect(() => pytorch.binaryCrossEntropyWithLogits.number(classes)).toThrow(TypeError);
    expect(() => pytorch.nllLoss.number(classes)).toThrow("nll_loss(log p) of PyTorch takes no such inputs");
    expect(() => keras.binaryCrossentropy.number(classes)).toThrow(TypeError);
    expect(() => optax.sigmoidBinaryCrossEntropy.number({ ...yesNo, posWeight: 2 })).toThrow(TypeError);
    expect(() => scikitLearn.logLoss.number({ ...yesNo, targets: [0.5] })).toThrow(TypeError);
  });

  test("bad inputs are named by the call", () => {
    expect(() => pytorch.crossEntropy.number({ logits: [[1, 2]], targets: [2] })).toThrow(
      "cross_entropy: targets: row 0 is 2; expected a class index, a whole number from 0 to 1",
    );
  });

  test("PyTorch has no weights of rows: those multiplied in are averaged over all rows", () => {
    const rows = {
      logits: [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      targets: [0, 1, 1],
      sampleWeights: [1, 3, 9],
      mask: [1, 1, 0],
    };
    expect(pytorch.crossEntropy.number(rows)).toBeCloseTo((4 * Math.LN2) / 3, 15);
    expect(pytorch.crossEntropy.number({ ...rows, sampleWeights: undefined })).toBeCloseTo(Math.LN2, 15);
  });

  test("PyTorch has no mean of rows that are all ignored", () => {
    const nothing = { logits: [[1, 2]], targets: [0], mask: [0] };
    expect(pytorch.crossEntropy.number(nothing)).toBeNaN();
  });
});
