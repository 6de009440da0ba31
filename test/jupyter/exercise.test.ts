import { expect, test } from "vitest";
import { crossEntropy } from "../../src/information/entropy.js";
import { type Attempt, exerciseBundle } from "../../src/jupyter/exercise.js";
import { valueText } from "../../src/jupyter/value-text.js";

const naive = (p: number[], q: number[]) => -p.reduce((sum, pk, k) => sum + pk * Math.log(q[k]), 0);
const cases = [
  { given: [[1], [1]], expected: 0 },
  {
    given: [
      [1, 0],
      [1, 0],
    ],
    expected: 0,
  },
  {
    given: [
      [0, 1],
      [1, 0],
    ],
    expected: Number.POSITIVE_INFINITY,
  },
  {
    given: [
      [0.5, 0.5],
      [0.9, 0.1],
    ],
    expected: 1.2039728043259361,
  },
];

function line(...args: Parameters<typeof exerciseBundle>): unknown {
  return exerciseBundle(...args)["text/plain"];
}

test("a right function passes", () => {
  expect(line("crossEntropy", crossEntropy, cases)).toBe("✓ crossEntropy: all 4 checks hold.");
  expect(line("crossEntropy", crossEntropy, cases.slice(1, 2))).toBe("✓ crossEntropy: the check holds.");
});

test("a wrong one is shown its first counterexample", () => {
  expect(line("crossEntropy", naive, cases)).toBe("✗ crossEntropy([1, 0], [1, 0]) gave NaN; expected 0.");
});

test("an oracle knows the answers, and where to throw", () => {
  const inputs = [
    [
      [1, 0],
      [1, 0],
    ],
    [
      [0.5, 0.5],
      [0.9, 0.1],
    ],
    [
      [0.5, 0.6],
      [0.9, 0.1],
    ],
  ];
  expect(line("f", crossEntropy, { oracle: crossEntropy, inputs })).toBe("✓ f: all 3 checks hold.");
  expect(line("f", (p: number[]) => (p[0] === 1 ? 0 : 1.2039728043259361), { oracle: crossEntropy, inputs })).toBe(
    "✗ f([0.5, 0.6], [0.9, 0.1]) gave 1.2039728043259361; expected an error.",
  );
});

test("what is thrown is an answer", () => {
  const throws = () => {
    throw new RangeError("no logarithm of 0");
  };
  expect(line("f", throws, [{ given: [0], expected: 0 }])).toBe(
    "✗ f(0) threw RangeError: no logarithm of 0; expected 0.",
  );
  expect(line("f", throws, [{ given: [0], expected: () => true }])).toMatch(/^✗ f\(0\) threw/);
});

test("arrays are compared entry by entry, of whatever type", () => {
  const half = [{ given: [[2, 4]], expected: [1, 2] }];
  expect(line("half", (x: number[]) => Float64Array.from(x, (v) => v / 2), half)).toBe("✓ half: the check holds.");
  expect(line("half", () => [1], half)).toBe("✗ half([2, 4]) gave [1]; expected [1, 2].");
  expect(line("half", () => 1, half)).toBe("✗ half([2, 4]) gave 1; expected [1, 2].");
});

test("numbers may be off by the tolerance, relative to them or to 1", () => {
  const one = (expected: number, tolerance?: number) => [{ given: [], expected, tolerance }];
  expect(line("f", () => 1 + 1e-10, one(1))).toContain("✓");
  expect(line("f", () => 1e12 + 10, one(1e12))).toContain("✓");
  expect(line("f", () => 1.01, one(1))).toBe("✗ f() gave 1.01; expected 1.");
  expect(line("f", () => 1.01, one(1, 0.1))).toContain("✓");
  expect(line("f", () => Number.NaN, one(Number.NaN))).toContain("✓");
  expect(line("f", () => Number.NEGATIVE_INFINITY, one(Number.POSITIVE_INFINITY))).toContain("gave -Infinity");
});

test("a property says what it expected", () => {
  const positive = (answer: unknown) => (answer as number) >= 0 || "a number that is not negative";
  expect(line("kl", () => -1, [{ given: [0.5], expected: positive }])).toBe(
    "✗ kl(0.5) gave -1; expected a number that is not negative.",
  );
  const broken = () => {
    throw new TypeError("answer.x is undefined");
  };
  expect(line("kl", () => undefined, [{ given: [], expected: broken }])).toContain("✗ kl() gave undefined; expected");
});

test.each([
  [() => Promise.resolve(1), "gave a Promise"],
  [() => "1", 'gave "1"'],
  [() => null, "gave null"],
  [undefined, "threw TypeError"],
])("never throws, whatever the attempt is: %s", (attempt, said) => {
  expect(line("f", attempt as unknown as Attempt, [{ given: [1], expected: 1 }])).toContain(said);
});

test("a function that changes its arguments spoils nothing", () => {
  const p = [1, 2, 3];
  const drain = (values: number[]) => values.splice(0).length + 1;
  expect(line("f", drain, [{ given: [p], expected: 3 }])).toBe("✗ f([1, 2, 3]) gave 4; expected 3.");
  expect(p).toEqual([1, 2, 3]);
});

test("nothing a reader's function gives is taken for HTML", () => {
  const html = exerciseBundle("f", () => "<img src=x onerror=alert(1)>", [{ given: [], expected: 1 }])["text/html"];
  expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
  expect(html).toMatch(/^<div class="surprisal-exercise bad"/);
});

test("long values are cut", () => {
  expect(valueText(Array(100).fill(0.5))).toBe("[0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, … 92 more]");
  expect(valueText([[1, -0], new Float32Array(2)])).toBe("[[1, -0], [0, 0]]");
  expect(valueText({ a: 1, b: "x", c: undefined })).toBe('{ a: 1, b: "x", c: undefined }');
  expect(valueText("x".repeat(100)).length).toBeLessThan(70);
});
