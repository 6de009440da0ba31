import { describe, expect, test } from "vitest";
import { type DifferenceInputs, explainDifference } from "../../src/loss/explain-difference.js";
import { logLoss } from "../../src/loss/log-loss.js";
import { sigmoidCrossEntropy } from "../../src/loss/sigmoid-cross-entropy.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
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

/** What ours had in the scripts of the softcap, the temperature and the zLoss. */
const shaping = { temperature: 2, softcap: 5, zLoss: 1e-3 };

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
        ...Object.fromEntries(Object.entries(shaping).filter(([option]) => has(option))),
        classWeights: has("classWeights") ? classWeights : undefined,
        labelSmoothing: has("labelSmoothing") ? labelSmoothing : undefined,
      };
}

const SAME = "The numbers agree: these inputs give ";
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
  ["pytorch smoothing that ours has not", ["a label smoothing of 0.1 is put in"], undefined, 7, 7],
  [
    "pytorch smoothing that ours has not, weighted",
    [
      "a label smoothing of 0.1 is put in",
      "the mean divides by the summed weights of the targets, 839.9, not by the summed coefficients, 925.91",
    ],
    "PyTorch",
    7,
    7,
  ],
  ["pytorch smoothing left out", ["the label smoothing of 0.1 is left out"], undefined, 7, 7],
  ["pytorch smoothing of 0.2", ["the label smoothing is 0.2, not 0.1"], undefined, 7, 7],
  ["pytorch temperature", [], undefined, 7, 7],
  ["pytorch temperature left out", ["the temperature of 2 is left out"], undefined, 7, 7],
  ["pytorch softcap and temperature, the softcap left out", ["the softcap of 5 is left out"], undefined, 7, 7],
  ["pytorch softcap and zLoss", [], undefined, 6, 7],
  ["pytorch zLoss left out", ["the zLoss of 0.001 is left out"], undefined, 7, 7],
  ["pytorch zLoss left out, weighted one-hot", ["the zLoss of 0.001 is left out", BY_ROWS], "PyTorch", 7, 7],
  ["keras binary smoothing that ours has not", ["a label smoothing of 0.1 is put in"], undefined, 6, 7],
  ["keras sparse", [], undefined, 7, 7],
  ["tensorflow sparse weighted", [BY_ROWS], "TensorFlow", 7, 7],
];

describe("what real programs printed for 1,000 predictions", () => {
  test("every print is expected here", () => {
    expect(data.prints.map(({ call }) => call).sort()).toEqual(
      [...expected.map(([call]) => call), "rows missing"].sort(),
    );
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

  const few = (theirs: number | string) => explainDifference({ logits, targets, theirs });

  test("a number with one digit that ours rounds to agrees", () => {
    const { explanations, text } = few("0.8");
    expect(explanations).toMatchObject([{ differences: [], digits: { matched: 1, given: 1 }, byChance: 0 }]);
    expect(text).toBe("The numbers agree: these inputs give 0.785, to the one digit given.");
  });

  test("what chance makes more than once is no explanation: too few digits", () => {
    const { explanations, tried, text } = few("0.7");
    expect(explanations).toEqual([]);
    expect(text).toBe(
      `0.7 has too few digits to tell (1 given): of the ${tried} ways that are known here, 2 would meet it by chance. Ours is 0.784677.`,
    );
  });

  test("of a bfloat16 it says how many digits that carries", () => {
    expect(few(1.40625).text).toMatch(/^1\.40625 has too few digits to tell \(a bfloat16 carries 2\): of the/);
  });

  test("two things together are so many ways that two digits tell nothing", () => {
    const { explanations, tried, text } = few("1.4");
    expect(explanations).toEqual([]);
    expect(tried).toBeGreaterThan(250);
    expect(text).toBe(
      `1.4 has too few digits to tell (2 given): of the ${tried} ways that are known here, 12.8571 would meet it by chance. Ours is 0.784677.`,
    );
  });

  test("what chance may have made is a hint", () => {
    const { explanations, text } = few("0.66");
    expect(explanations[0].byChance).toBeCloseTo(0.2, 1);
    expect(text).toMatch(
      /^scikit-learn 1\.9\.1 \(log_loss of float16\): .* That gives 0\.6638, to all 2 digits given; of \d+ ways one would meet 2 digits by chance with probability 0\.2: take it as a hint\.$/,
    );
  });

  test("of two things together it is a hint where one would be none", () => {
    // Three digits fewer than float32 prints.
    const pair = data.prints.find(({ call }) => call === "pytorch softmax twice, weighted one-hot")!.printed;
    const { explanations, text } = explainDifference({
      ...{ logits, targets, classWeights },
      theirs: Number(pair).toFixed(4),
    });
    expect(explanations[0].differences).toEqual([TWICE, BY_ROWS]);
    expect(explanations[0].byChance).toBeGreaterThan(0.01);
    expect(text.split("\n")[0]).toMatch(
      /ways one would meet 4 digits by chance with probability 0\.\d+: take it as a hint\.$/,
    );
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

  test("numbers that agree are said to, whatever the inputs give", () => {
    for (const theirs of [0.4, "0.4", "0.40"]) {
      const { text, explanations } = explainDifference({ logits, targets, ours: 0.4, theirs });
      expect(text).toBe(
        "The numbers agree: yours is 0.4, theirs 0.4. These inputs give 0.784677 here, though: ask which made yours.",
      );
      expect(explanations).toEqual([]);
    }
    // A hint is asked for only where they do not agree: see "what chance may have made is a hint".
    expect(explainDifference({ logits, targets, ours: 0.66, theirs: "0.66" }).explanations).toEqual([]);
    const bits = total.mean / Math.LN2;
    const { text } = explainDifference({ logits, targets, classWeights, ours: bits, theirs: bits });
    expect(text.split("\n")).toEqual([
      expect.stringMatching(/^The numbers agree: yours is 1\.045\d+, theirs 1\.045\d+\. These inputs give 0\.724/),
      expect.stringMatching(/^it is in bits/),
    ]);
  });

  test("a number that is not ours is named", () => {
    const { text, ours } = explainDifference({ logits, targets, ours: 0.5, theirs: 0.78467708 });
    expect(ours).toBe(0.5);
    expect(text).toMatch(
      /^Your 0.5 is not what these inputs give here, 0.784677: ask about it first\. What follows holds theirs against 0.784677\.\n/,
    );
  });
});

test("the example of the comment holds", () => {
  const { explanations } = explainDifference({ logits: [[1, 2, 0]], targets: [0], theirs: 2.0307 });
  expect(explanations[0].text).toBe("it is in bits (log2), not in nats. That gives 2.030746, to all 5 digits given.");
});
