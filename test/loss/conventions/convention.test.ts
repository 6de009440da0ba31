import { describe, expect, test } from "vitest";
import * as all from "../../../src/loss/conventions/all.js";
import { conventions, keras, optax, pytorch, scikitLearn } from "../../../src/loss/conventions/all.js";
import type { LossInputs } from "../../../src/loss/conventions/case.js";
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

  test("none is left out of the list", () => {
    const { conventions: _, conventionsFor: __, ...frameworks } = all;
    const every = Object.values(frameworks).flatMap((framework) => Object.values(framework));
    expect(new Set(conventions)).toEqual(new Set(every));
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

  test("null is not taken for what is not given, and nested rows are named", () => {
    const classes = { logits: [[1, 2]], targets: [0] };
    for (const option of ["mask", "sampleWeights", "classWeights", "labelSmoothing"]) {
      const message = `cross_entropy: ${option} is null; expected`;
      expect(() => pytorch.crossEntropy.number({ ...classes, [option]: null } as LossInputs), option).toThrow(message);
    }
    expect(() => pytorch.crossEntropy.number({ ...classes, logits: [[1, 2], [3]] })).toThrow(
      "cross_entropy: logits: row 1 has 1 number; expected 2",
    );
    expect(() => pytorch.crossEntropy.number({ ...classes, targets: [[1, 0], [1]] })).toThrow(
      "cross_entropy: targets: row 1 has 1 number; expected 2",
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

  test("Keras's mean of nothing is 0, as its divide_no_nan has it", () => {
    const softmax = { probabilities: [[0.25, 0.75]], targets: [0] };
    const fromLogits = { logits: [[1, 2]], targets: [0] };
    const yesNo = { probabilities: [0.25], targets: [1] };
    for (const [name, convention] of Object.entries(keras)) {
      const of = /^binary/.test(name) ? yesNo : /FromLogits/.test(name) ? fromLogits : softmax;
      expect(convention.number(of), name).toBeGreaterThan(0);
      expect(convention.number({ ...of, mask: [0] }), name).toBe(0);
      expect(convention.number({ ...of, sampleWeights: [0] }), name).toBe(0);
    }
  });

  test("PyTorch has no mean of rows that are all ignored", () => {
    const nothing = { logits: [[1, 2]], targets: [0], mask: [0] };
    expect(pytorch.crossEntropy.number(nothing)).toBeNaN();
  });
});
