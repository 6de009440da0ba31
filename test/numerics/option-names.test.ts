import { describe, expect, test } from "vitest";
import { datasetFromTable } from "../../src/data/dataset-from-table.js";
import { parseCsv } from "../../src/data/files/parse-csv.js";
import { evaluateProbabilities } from "../../src/evaluation/evaluate.js";
import { codeLength } from "../../src/information/code-length.js";
import { contextModel } from "../../src/information/context-model.js";
import * as loss from "../../src/loss/index.js";
import { logits } from "../../src/numerics/kinds.js";

const z = [[1, 2]];
const layer = { hidden: [[1]], weight: [[1], [2]] };

/** All losses with good arguments, a name that is not an option of theirs, and one that is. */
const table: readonly (readonly [string, (options: object) => unknown, string, string])[] = [
  ["softmaxCrossEntropy", (o) => loss.softmaxCrossEntropy(z, [0], o), "weight", "classWeights"],
  ["softmaxFocalLoss", (o) => loss.softmaxFocalLoss(z, [0], o), "alpha", "gamma"],
  ["polyLoss", (o) => loss.polyLoss(z, [0], o), "gamma", "epsilon"],
  ["sigmoidCrossEntropy", (o) => loss.sigmoidCrossEntropy([1], [0], o), "pos_weight", "posWeight"],
  ["sigmoidFocalLoss", (o) => loss.sigmoidFocalLoss([1], [0], o), "posWeight", "alpha"],
  ["logLoss", (o) => loss.logLoss([0.5], [0], o), "classWeights", "normalise"],
  ["klDivergenceLoss", (o) => loss.klDivergenceLoss(logits(z), [[1, 0]], o), "labelSmoothing", "gradient"],
  ["reverseKlDivergenceLoss", (o) => loss.reverseKlDivergenceLoss(logits(z), [[1, 0]], o), "reduction", "gradient"],
  ["distillationLoss", (o) => loss.distillationLoss(z, z, o), "alpha", "targets"],
  ["contrastiveLoss", (o) => loss.contrastiveLoss([[1]], [[1]], o), "gradient", "positives"],
  ["ctcLoss", (o) => loss.ctcLoss(z, [[1]], o), "zero_infinity", "lengths"],
  ["linearCrossEntropy", (o) => loss.linearCrossEntropy(layer, [0], o), "gradient", "gradients"],
  [
    "sampledSoftmaxCrossEntropy",
    (o) => loss.sampledSoftmaxCrossEntropy(layer, [0], { samples: 1, seed: 1, ...o }),
    "labelSmoothing",
    "gradients",
  ],
];

/** The same of what has no losses of rows. */
const others: typeof table = [
  ["softmaxCrossEntropyHessian", (o) => loss.softmaxCrossEntropyHessian(z, [0], o), "gradient", "zLoss"],
  ["softmaxCrossEntropyHessianDiagonal", (o) => loss.softmaxCrossEntropyHessianDiagonal(z, [0], o), "rowLosses", "out"],
  ["softmaxCrossEntropyHessianProduct", (o) => loss.softmaxCrossEntropyHessianProduct(z, [0], z, o), "gamma", "mask"],
  ["sigmoidCrossEntropyHessian", (o) => loss.sigmoidCrossEntropyHessian(z, [0, 1], o), "gradientScale", "posWeight"],
  [
    "sigmoidCrossEntropyHessianDiagonal",
    (o) => loss.sigmoidCrossEntropyHessianDiagonal([1], [0], o),
    "gradient",
    "out",
  ],
  ["sigmoidCrossEntropyHessianProduct", (o) => loss.sigmoidCrossEntropyHessianProduct(z, [0, 1], z, o), "v", "mask"],
  ["ctcGreedyDecode", (o) => loss.ctcGreedyDecode(z, o), "beamWidth", "lengths"],
  ["codeLength", (o) => codeLength([0, 1], contextModel({ symbols: 2, order: 0 }), o), "lern", "learn"],
  ["evaluateProbabilities", (o) => evaluateProbabilities([0.5], [1], o), "names", "classNames"],
  ["parseCsv", (o) => parseCsv("a\n1\n", o), "separator", "delimiter"],
  ["ctcBeamDecode", (o) => loss.ctcBeamDecode(z, o), "beam_width", "beamWidth"],
];

describe.each([...table, ...others])("%s", (name, call, wrong, right) => {
  test("refuses a name it does not know, and says what there is", () => {
    for (const value of [1, undefined]) {
      expect(() => call({ [wrong]: value })).toThrow(`${name}: there is no option ${wrong}; expected `);
    }
    expect(() => call({ [wrong]: 1 })).toThrow(right);
  });

  test("takes undefined as not given, and refuses null", () => {
    expect(call({ [right]: undefined })).toEqual(call({}));
    expect(() => call({ [right]: null })).toThrow(`${name}: ${right} is null; expected`);
  });
});

describe.each(table)("%s", (name, call, _wrong, right) => {
  test("takes no null for the losses of the rows", () => {
    expect(() => call({ rowLosses: null })).toThrow(`${name}: rowLosses is null; expected`);
  });

  test("a flag is no text and no number", () => {
    for (const flag of ["no", "", 0]) expect(() => call({ rowLosses: flag })).toThrow(`${name}: rowLosses is `);
    if (["gradient", "gradients", "normalise"].includes(right)) {
      for (const flag of ["no", "", 0]) expect(() => call({ [right]: flag })).toThrow(`${name}: ${right}`);
    }
  });
});

test.each(others)("%s takes options of no other kind than an object", (name, call) => {
  for (const options of [null, 1, "mask", [1]]) {
    expect(() => call(options as object)).toThrow(`${name}: options is `);
  }
});

test("what must be given stands beside what is not known", () => {
  const table = parseCsv("age,kind\n3,cat\n5,dog\n");
  expect(() => datasetFromTable(table, { target: "kind", feature: ["age"] } as never)).toThrow(
    "datasetFromTable: there is no option feature; expected target, features, classNames, missing, groups, times. Did you mean features?",
  );
  expect(() => contextModel({ symbols: 2, order: 0, memory: 3 } as never)).toThrow(
    "contextModel: there is no option memory; expected symbols, order",
  );
});

test("the nearest name is said", () => {
  expect(() => loss.softmaxCrossEntropy(z, [0], { label_smoothing: 0.1 } as object)).toThrow(
    /^softmaxCrossEntropy: there is no option label_smoothing; expected classWeights, .*Did you mean labelSmoothing\?$/,
  );
});

test("logits in integers are refused by the type of their data", () => {
  const integers = { rows: 1, cols: 2, data: new Int32Array(2) } as unknown as ReturnType<typeof logits>;
  expect(() => loss.softmaxCrossEntropy(integers, [0])).toThrow(
    "softmaxCrossEntropy: logits is a 1 x 2 matrix with data that is an Int32Array of 2; expected a matrix, its data a Float64Array or Float32Array",
  );
});

test("a part of a layer that is misspelt is refused", () => {
  const misspelt = { ...layer, bais: [1, 2] };
  const refusal = "there is no option bais; expected hidden, weight, bias. Did you mean bias?";
  expect(() => loss.linearCrossEntropy(misspelt, [0])).toThrow(`linearCrossEntropy: ${refusal}`);
  const options = { samples: 1, seed: 1 };
  expect(() => loss.sampledSoftmaxCrossEntropy(misspelt, [0], options)).toThrow(
    `sampledSoftmaxCrossEntropy: ${refusal}`,
  );
});

test("what a framework's habits stumble on is told what to do", () => {
  expect(() => loss.softmaxCrossEntropy(z, [-100])).toThrow("(or ignoreIndex: -100)");
  expect(() => loss.softmaxCrossEntropy(z, [[0.5, 0.4999999]])).toThrow(
    "row 0 sums to 0.9999998999999999; expected 1 within 1.5e-8; probabilities of float32 go with a matrix on a Float32Array",
  );
});
