import { describe, expect, test } from "vitest";
import { conventions } from "../../src/loss/conventions/all.js";
import { caseOf, type LossInputs } from "../../src/loss/conventions/case.js";
import { type DifferenceInputs, explainDifference } from "../../src/loss/explain-difference.js";
import { logLoss } from "../../src/loss/log-loss.js";
import { sigmoidCrossEntropy } from "../../src/loss/sigmoid-cross-entropy.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { createRandom } from "../../src/numerics/random.js";
import { sigmoid } from "../../src/numerics/sigmoid.js";
import { softmax } from "../../src/numerics/softmax.js";
import { golden } from "../golden.js";

// A thousand predictions, and what users' scripts in PyTorch, Keras, optax, scikit-learn and NumPy printed for them.
const data = golden<{
  logits: number[][];
  targets: number[];
  classWeights: number[];
  mask: number[];
  labelSmoothing: number;
  binaryLogits: number[];
  binaryTargets: number[];
  posWeight: number;
  prints: { call: string; options: string[]; printed: string }[];
}>("loss/conventions/thousand");
const { logits, targets, classWeights, mask, labelSmoothing } = data;

/** The inputs of a script: what its user knows to have given. */
function inputsOf(call: string): DifferenceInputs {
  const { options, printed } = data.prints.find((of) => of.call === call)!;
  const has = (option: string) => options.includes(option);
  const common = { theirs: printed, mask: has("mask") ? mask : undefined };
  return has("binary")
    ? { ...common, logits: data.binaryLogits, targets: data.binaryTargets, posWeight: has("posWeight") ? 3 : undefined }
    : {
        ...common,
        ...{ logits, targets },
        classWeights: has("classWeights") ? classWeights : undefined,
        labelSmoothing: has("labelSmoothing") ? labelSmoothing : undefined,
      };
}

const SAME = "it is what these inputs give here";
const BY_ROWS = "the mean divides by 1000 rows, not by the summed coefficients, 839.9";
const TWICE = "the softmax is applied twice: probabilities were given where logits are expected";

/** A script, what its number comes from, a call that does so, and the digits met of those given. */
const expected: [
  call: string,
  differences: string[],
  convention: string | undefined,
  matched: number,
  given: number,
][] = [
  ["pytorch index", [], undefined, 7, 7],
  ["pytorch index weighted", [], undefined, 6, 7],
  ["pytorch one-hot weighted", [BY_ROWS], "PyTorch", 7, 7],
  ["pytorch one-hot weighted, four digits", [BY_ROWS], "PyTorch", 4, 4],
  [
    "pytorch weighted and smoothed",
    ["the mean divides by the summed weights of the targets, 839.9, not by the summed coefficients, 925.91"],
    "PyTorch",
    7,
    7,
  ],
  ["pytorch sum", ["it is the sum, not the mean over 1000 rows"], undefined, 7, 7],
  ["pytorch softmax twice", [TWICE], undefined, 7, 7],
  ["pytorch softmax twice, four digits", [TWICE], undefined, 5, 5],
  ["pytorch softmax twice, weighted one-hot", [TWICE, BY_ROWS], "PyTorch", 7, 7],
  ["pytorch weights forgotten", ["the class weights are left out"], undefined, 7, 7],
  [
    "pytorch mean of batches of 64",
    ["it is the mean of the means of 16 batches of 64, the last of 40, not the mean over 1000 rows"],
    undefined,
    8,
    16,
  ],
  [
    "pytorch mean of batches of 128, weighted",
    [
      "it is the mean of the means of 8 batches of 128, the last of 104, not the mean over the summed coefficients, 839.9",
    ],
    undefined,
    7,
    16,
  ],
  ["pytorch in bits", ["it is in bits (log2), not in nats"], undefined, 8, 16],
  ["pytorch perplexity", ["it is the perplexity, e to the power of the mean"], undefined, 7, 7],
  ["pytorch ignore_index", [], undefined, 7, 7],
  [
    "pytorch ignored rows in the mean",
    ["the mean divides by all 1000 rows, the 134 left out included, not by 866 rows"],
    "optax",
    7,
    7,
  ],
  ["pytorch ignored rows taken in", ["the 134 rows to be left out are taken in"], undefined, 7, 7],
  [
    "pytorch smoothing over the others",
    ["the smoothing of 0.1 is spread over the 3 other classes, not over all 4"],
    undefined,
    6,
    7,
  ],
  [
    "pytorch labels one too high",
    ["the labels are one too high: every class is taken for the one after it"],
    undefined,
    7,
    7,
  ],
  ["keras class_weight", [BY_ROWS], "Keras", 7, 7],
  [
    "keras from probabilities",
    ["rows are divided by their sum, and probabilities are clipped to [1e-7, 1 - 1.2e-7], which moves 8 rows of 1000"],
    "Keras",
    6,
    7,
  ],
  ["keras probabilities as logits", [TWICE], undefined, 7, 7],
  ["optax weighted", [BY_ROWS], "optax", 7, 7],
  ["scikit-learn", ["the logits are rounded to float32 first"], undefined, 15, 16],
  [
    "scikit-learn float32",
    ["probabilities are float32, and probabilities are clipped to [1.2e-7, 1 - 1.2e-7], which moves 8 rows of 1000"],
    "scikit-learn",
    7,
    7,
  ],
  [
    "scikit-learn float16",
    ["probabilities are float16, and probabilities are clipped to [0.00098, 1 - 0.00098], which moves 18 rows of 1000"],
    "scikit-learn",
    3,
    3,
  ],
  ["scikit-learn weighted", ["the logits are rounded to float32 first"], undefined, 15, 16],
  ["pytorch binary", [], undefined, 7, 7],
  [
    "pytorch binary pos_weight",
    ["the mean divides by 1000 rows, not by the summed coefficients, 1996"],
    "PyTorch",
    7,
    7,
  ],
  [
    "pytorch binary sigmoid twice",
    ["the sigmoid is applied twice: probabilities were given where logits are expected"],
    undefined,
    7,
    7,
  ],
  [
    "pytorch binary from float32 probabilities",
    ["the loss is that of float32 probabilities, not of the logits", "logarithms below -100 are taken as -100"],
    "PyTorch",
    7,
    7,
  ],
  [
    "keras binary from probabilities",
    ["probabilities are clipped to [1e-7, 1 - 1.2e-7], which moves 10 rows of 1000"],
    "Keras",
    7,
    7,
  ],
  ["numpy one-liner", ["the term (1 - y) log(1 - p) is missing"], "NumPy", 17, 17],
  [
    "pytorch binary yes and no exchanged",
    ["yes and no are exchanged: the prediction is that of the other answer"],
    undefined,
    7,
    7,
  ],
];

describe("what real programs printed for 1,000 predictions", () => {
  test("every print is expected here", () => {
    expect(data.prints.map(({ call }) => call)).toEqual([...expected.map(([call]) => call), "rows missing"]);
  });

  test.each(expected)("%s", (call, differences, framework, matched, given) => {
    const { explanations, text, theirs } = explainDifference(inputsOf(call));
    const [first] = explanations;
    expect(first.differences).toEqual(differences);
    expect(first.digits).toEqual({ matched, given });
    expect(first.conventions.map((convention) => convention.framework).includes(framework ?? "")).toBe(
      framework !== undefined,
    );
    expect(first.byChance).toBeLessThan(0.05);
    expect(Math.abs(first.value / theirs - 1)).toBeLessThan(given < 7 ? 10 ** (1 - given) : 1e-6);
    expect(text.split("\n")[0]).toBe(first.text);
    expect(first.text).toContain(differences.join("; and ") || SAME);
  });

  test("a number that no convention makes is said to be one", () => {
    const { explanations, tried, text } = explainDifference(inputsOf("rows missing"));
    expect(explanations).toEqual([]);
    expect(tried).toBeGreaterThan(150);
    expect(text).toContain(
      `None of the ${tried} ways that are known here, alone or two together, makes 0.765030562877655`,
    );
    expect(text).toContain("ours is 0.784677");
    expect(text).toMatch(/The nearest is 0\.7\d+: /);
  });

  test("a number with few digits is met by chance, and the text says so", () => {
    const { explanations } = explainDifference({ logits, targets, theirs: "0.8" });
    expect(explanations[0]).toMatchObject({ differences: [], digits: { matched: 1, given: 1 } });
    for (const theirs of ["0.7"]) {
      const found = explainDifference({ logits, targets, theirs });
      expect(found.explanations.every(({ byChance }) => byChance <= 1)).toBe(true);
      expect(found.text).toMatch(/too few digits to tell|by chance with probability 0\.\d: take it as a hint/);
    }
  });
});

describe("ours", () => {
  const total = softmaxCrossEntropy(logits, targets, { classWeights });

  test.each([
    ["softmax", { logits, targets, classWeights, labelSmoothing, mask }],
    ["binary", { logits: data.binaryLogits, targets: data.binaryTargets, posWeight: 3, labelSmoothing, mask }],
  ])("is what the library says, %s", (kind, inputs) => {
    const { logits: _, targets: __, ...options } = inputs;
    const mean =
      kind === "softmax"
        ? softmaxCrossEntropy(logits, targets, options).mean
        : sigmoidCrossEntropy(data.binaryLogits, data.binaryTargets, { ...options, classWeights: undefined }).mean;
    const { ours, explanations } = explainDifference({ ...inputs, theirs: mean });
    expect(Math.abs(ours / mean - 1)).toBeLessThan(1e-14);
    expect(explanations[0].differences).toEqual([]);
  });

  test("from probabilities it is the log loss", () => {
    const p = softmax({ rows: 1000, cols: 4, data: Float64Array.from(logits.flat()), kind: "logits" });
    const { ours, explanations } = explainDifference({ probabilities: p, targets, theirs: logLoss(p, targets).mean });
    expect(ours).toBeCloseTo(logLoss(p, targets).mean, 14);
    expect(explanations[0].differences).toEqual([]);
  });

  test("may be a mean over something else: the words go by it", () => {
    const { text } = explainDifference({ logits, targets, classWeights, ours: total.sum / 1000, theirs: total.mean });
    expect(text).toContain(
      "PyTorch 2.13.0 (cross_entropy): the mean divides by the summed weights of the targets, 839.9, not by 1000 rows.",
    );
    expect(explainDifference({ logits, targets, classWeights, ours: total, theirs: total.mean }).text).toContain(SAME);
  });

  test("a number that is not ours is named", () => {
    const { text, ours } = explainDifference({ logits, targets, ours: 0.5, theirs: 0.78467708 });
    expect(ours).toBe(0.5);
    expect(text).toMatch(
      /^Your 0.5 is not what these inputs give here, 0.784677: ask about it first\. What follows holds theirs against 0.784677\.\n/,
    );
  });
});

describe("every convention", () => {
  const random = createRandom(3);
  const weights = (count: number) => Array.from({ length: count }, () => Number((random.next() * 3 + 0.1).toFixed(2)));
  const rows = (count: number, columns: number) =>
    Array.from({ length: count }, () => Array.from({ length: columns }, () => 4 * random.normal()));
  const inputs: [string, LossInputs][] = [
    ["classes", { logits: rows(7, 3), targets: [0, 1, 2, 2, 0, 1, 1], classWeights: weights(3) }],
    [
      "classes, some ignored",
      { logits: rows(7, 3), targets: [0, 1, -1, 2, 0, -1, 1], ignoreIndex: -1, sampleWeights: weights(7) },
    ],
    ["classes, smoothed", { logits: rows(7, 3), targets: [0, 1, 2, 2, 0, 1, 1], labelSmoothing: 0.2 }],
    ["soft targets", { logits: rows(5, 2), targets: rows(5, 2).map(([a]) => [sigmoid(a), 1 - sigmoid(a)]) }],
    ["yes and no", { logits: rows(7, 1), targets: [0, 1, 1, 1, 0, 0, 1], posWeight: 2.5 }],
    ["probabilities of yes", { probabilities: [0, 1, 0.3, 1, 0.2], targets: [1, 0, 1, 1, 0] }],
    ["labels", { logits: rows(4, 3), targets: rows(4, 3).map((row) => row.map((x) => sigmoid(x))), multiLabel: true }],
  ];

  test.each(inputs)("is found by its number: %s", (_name, of) => {
    let taken = 0;
    for (const convention of conventions) {
      if (!convention.reckon(caseOf("test", of))) continue;
      taken++;
      const theirs = convention.number(of);
      const { explanations } = explainDifference({ ...of, theirs });
      const values = explanations.map(({ value }) => value);
      expect(values.some((value) => Object.is(value, theirs) || Math.abs(value / theirs - 1) < 1e-6)).toBe(true);
      expect(explanations[0].differences.length, `${convention.framework} ${convention.call}`).toBeLessThan(2);
    }
    expect(taken).toBeGreaterThan(2);
  });
});

describe("infinities", () => {
  const inf = Number.POSITIVE_INFINITY;

  test("a NaN is explained by the row that makes it", () => {
    const inputs = {
      logits: [
        [1, 0, 2],
        [1, 2, -inf],
      ],
      targets: [
        [0, 1, 0],
        [0, 1, 0],
      ],
    };
    const { explanations, ours } = explainDifference({ ...inputs, theirs: "nan" });
    expect(ours).toBeCloseTo(1.3604, 3);
    expect(explanations[0].differences).toEqual([
      "row 1 is NaN, since 0 times Infinity and Infinity less Infinity are",
    ]);
    expect(explanations[0].conventions.map(({ framework }) => framework)).toEqual(
      expect.arrayContaining(["PyTorch", "Keras", "TensorFlow", "optax"]),
    );
  });

  test("a 0 where a loss is small", () => {
    const { explanations, ours } = explainDifference({ logits: [[40, 0]], targets: [0], theirs: 0 });
    expect(ours).toBe(Math.log1p(Math.exp(-40)));
    expect(explanations[0].differences).toEqual(["small losses are rounded away (log where log1p keeps them)"]);
  });

  test("a sigmoid that is rounded to 1 before PyTorch takes the logarithm", () => {
    const inputs = { logits: [40, 1, 2, -3], targets: [0, 1, 1, 0] };
    for (const theirs of [25.122194262533736, 25.1221924]) {
      const { explanations } = explainDifference({ ...inputs, theirs });
      expect(explanations[0].differences).toEqual([
        "the sigmoid is rounded first, and logarithms below -100 are taken as -100",
      ]);
      expect(explanations[0].conventions.map(({ call }) => call)).toEqual(["binary_cross_entropy"]);
    }
  });

  test("an infinite loss that others clip", () => {
    const inputs = { probabilities: [0, 0.5], targets: [1, 1] };
    expect(explainDifference({ ...inputs, theirs: "Infinity" }).text).toContain(SAME);
    const torch = explainDifference({ ...inputs, theirs: (100 + Math.LN2) / 2 });
    expect(torch.text).toContain("PyTorch 2.13.0 (binary_cross_entropy): logarithms below -100 are taken as -100");
    const sklearn = explainDifference({ ...inputs, theirs: (-Math.log(2 ** -52) + Math.LN2) / 2 });
    expect(sklearn.text).toContain("scikit-learn 1.9.1 (log_loss of float64)");
  });
});

describe("bad input", () => {
  test.each([undefined, null, 1])("%s for the inputs", (inputs) => {
    expect(() => explainDifference(inputs as never)).toThrow("expected an object with logits or probabilities");
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["no rows", { logits: [], targets: [] }, "explainDifference: logits are empty; expected one row or more"],
    ["no predictions", { targets: [0] }, "expected either logits or probabilities"],
    ["two kinds", { logits: [1], probabilities: [0.5], targets: [0] }, "expected either logits or probabilities"],
    [
      "no number",
      { logits: [1], targets: [0], theirs: "0,61" },
      'explainDifference: theirs is "0,61"; expected a number',
    ],
    ["no number of ours", { logits: [1], targets: [0], ours: "x", theirs: 1 }, 'explainDifference: ours is "x"'],
    ["a NaN", { logits: [Number.NaN], targets: [0] }, "explainDifference: logits: row 0, column 0 is NaN"],
    ["a probability of 1.5", { probabilities: [1.5], targets: [0] }, "probabilities: row 0, column 0 is 1.5"],
    ["a class that is none", { logits: [[1, 2]], targets: [2] }, "targets: row 0 is 2; expected a class index"],
    ["a target of 2", { logits: [1], targets: [2] }, "targets: row 0, column 0 is 2; expected a number from 0 to 1"],
    ["too few targets", { logits: [1, 2], targets: [1] }, "targets has length 1; expected 2 targets, one a row"],
    [
      "targets of another shape",
      { logits: [[1, 2]], targets: [[1, 0, 0]] },
      "targets are 1 x 3; expected the shape of the predictions, 1 x 2",
    ],
    ["class weights of yes and no", { logits: [1], targets: [1], classWeights: [1, 2] }, "expected posWeight"],
    ["a posWeight of classes", { logits: [[1, 2]], targets: [1], posWeight: 2 }, "expected classWeights"],
    ["a negative posWeight", { logits: [1], targets: [1], posWeight: -1 }, "posWeight is -1"],
    ["a negative weight", { logits: [1], targets: [1], sampleWeights: [-1] }, "sampleWeights: entry 0 is -1"],
    ["too much smoothing", { logits: [1], targets: [1], labelSmoothing: 2 }, "labelSmoothing is 2"],
    ["soft targets that sum to 2", { logits: [[1, 2]], targets: [[1, 1]] }, "targets: row 0 sums to 2; expected 1"],
    ["an ignoreIndex of soft targets", { logits: [[1, 2]], targets: [[1, 0]], ignoreIndex: 1 }, "expected mask"],
    ["a flag that is none", { logits: [1], targets: [1], mask: [2] }, "mask"],
    ["a short mask", { logits: [1], targets: [1], mask: [] }, "mask has length 0; expected 1 flag"],
    ["text for predictions", { logits: "1", targets: [1] }, 'logits: got "1"; expected a matrix, rows or numbers'],
    [
      "one number a row for several labels",
      { logits: [[1, 2]], targets: [1], multiLabel: true },
      "targets are 1 numbers; expected 1 x 2, one a label",
    ],
  ])("%s", (_name, inputs, message) => {
    expect(() => explainDifference({ theirs: 1, ...inputs } as unknown as DifferenceInputs)).toThrow(message);
  });
});

test("the example of the comment holds", () => {
  const { explanations } = explainDifference({ logits: [[1, 2, 0]], targets: [0], theirs: 2.0307 });
  expect(explanations[0].text).toBe("it is in bits (log2), not in nats. That gives 2.030746, to all 5 digits given.");
});
