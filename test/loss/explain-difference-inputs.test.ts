import { describe, expect, test } from "vitest";
import { conventions } from "../../src/loss/conventions/all.js";
import { caseOf, type LossInputs } from "../../src/loss/conventions/case.js";
import { type DifferenceInputs, explainDifference } from "../../src/loss/explain-difference.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { createRandom } from "../../src/numerics/random.js";
import { sigmoid } from "../../src/numerics/sigmoid.js";

// What it is given: every kind of inputs, infinities, and what is no input at all.

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
    expect(explainDifference({ ...inputs, theirs: "Infinity" }).text).toBe(
      "The numbers agree: these inputs give Infinity.",
    );
    const torch = explainDifference({ ...inputs, theirs: (100 + Math.LN2) / 2 });
    expect(torch.text).toContain("PyTorch 2.13.0 (binary_cross_entropy): logarithms below -100 are taken as -100");
    const sklearn = explainDifference({ ...inputs, theirs: (-Math.log(2 ** -52) + Math.LN2) / 2 });
    expect(sklearn.text).toContain("scikit-learn 1.9.1 (log_loss of float64)");
  });
});

describe("bad input", () => {
  test.each([undefined, null, 1, [[[1, 2]], [0]]])("%s for the inputs", (inputs) => {
    expect(() => explainDifference(inputs as never)).toThrow("expected an object with logits or probabilities");
  });

  test.each(["logits", "multiLabel", "classWeights", "sampleWeights", "posWeight", "labelSmoothing", "mask"])(
    "null for %s",
    (option) => {
      const inputs = { logits: [1], targets: [0], theirs: 1, [option]: null } as unknown as DifferenceInputs;
      expect(() => explainDifference(inputs)).toThrow(`explainDifference: ${option} is null; expected a value`);
    },
  );

  test.each<[string, Record<string, unknown>, string]>([
    ["no rows", { logits: [], targets: [] }, "explainDifference: logits are empty; expected one row or more"],
    ["no predictions", { targets: [0] }, "got neither; expected either logits or probabilities"],
    ["two kinds", { logits: [1], probabilities: [0.5], targets: [0] }, "got both; expected either logits"],
    ["another name", { logits: [1], targets: [0], ignoreindex: 1 }, "no option ignoreindex; expected logits, "],
    ["a name that is near", { logits: [1], targets: [0], zloss: 1 }, "Did you mean zLoss?"],
    ["theirs null", { logits: [1], targets: [0], theirs: null }, "theirs is null; expected a number"],
    ["theirs an array", { logits: [1], targets: [0], theirs: [1] }, "theirs is an Array of 1; expected a number"],
    ["no number of theirs", { logits: [1], targets: [0], theirs: undefined }, "theirs is undefined; expected a number"],
    ["ours null", { logits: [1], targets: [0], ours: null }, "ours is null; expected a number"],
    ["ours an object", { logits: [1], targets: [0], ours: {} }, "ours is an object; expected a number"],
    ["multiLabel 1", { logits: [[1, 2]], targets: [[0, 1]], multiLabel: 1 }, "multiLabel is 1; expected true or false"],
    ["an ignoreIndex of text", { logits: [[1, 2]], targets: [0], ignoreIndex: "1" }, 'ignoreIndex is "1"; expected a'],
    ["a temperature of 0", { logits: [[1, 2]], targets: [0], temperature: 0 }, "temperature is 0; expected a finite"],
    ["a softcap below 0", { logits: [[1, 2]], targets: [0], softcap: -1 }, "softcap is -1; expected a finite"],
    ["a zLoss below 0", { logits: [[1, 2]], targets: [0], zLoss: -1 }, "zLoss is -1; expected a finite number"],
    [
      "a temperature of yes and no",
      { logits: [1], targets: [0], temperature: 2 },
      "temperature goes with logits of two",
    ],
    ["a zLoss of probabilities", { probabilities: [[1, 0]], targets: [0], zLoss: 2 }, "zLoss goes with logits of two"],
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
      "targets are 1 number; expected 1 x 2, one a label",
    ],
  ])("%s", (_name, inputs, message) => {
    expect(() => explainDifference({ theirs: 1, ...inputs } as unknown as DifferenceInputs)).toThrow(message);
  });
});

describe("what is written", () => {
  const inputs = {
    logits: [
      [2, 1, 0.5],
      [0, 3, -1],
      [1, 0, 2],
    ],
    targets: [0, 1, 2],
  };

  test.each(["0x10", "1e400", "0b1", "tensor(0.61)", "1_000", ""])("%s is no number", (theirs) => {
    expect(() => explainDifference({ ...inputs, theirs })).toThrow('expected a number, such as "0.6120"');
  });

  test("what Python and JavaScript call infinite and no number", () => {
    for (const theirs of ["inf", "Infinity", "+inf"])
      expect(explainDifference({ ...inputs, theirs }).theirs).toBe(Infinity);
    expect(explainDifference({ ...inputs, theirs: "-inf" }).theirs).toBe(-Infinity);
    const { text } = explainDifference({ ...inputs, theirs: "NaN" });
    expect(text).toMatch(/^None of the .* makes NaN of these inputs; ours is [0-9.]+\.$/);
  });
});

test("rows of class 0 that were left out as padding", () => {
  const logits = [
    [2, 1, 0.5],
    [0, 3, -1],
    [1, 0, 2],
    [0.3, 0.2, 0.1],
  ];
  const targets = [0, 1, 2, 0];
  const theirs = softmaxCrossEntropy(logits, targets, { ignoreIndex: 0 }).mean;
  const [first] = explainDifference({ logits, targets, theirs }).explanations;
  expect(first.differences).toEqual(["the rows of class 0 are left out, as padding is"]);
});
