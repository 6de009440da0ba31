import { describe, expect, test } from "vitest";
import { checkDerivation } from "../../src/derivation/index.js";

const definitions = { "sigmoid(t)": "1 / (1 + exp(-t))", "softplus(t)": "log(1 + exp(t))" };
const variables = { z: [-30, 30], y: [0, 1] } as const;
const bce = "-y * log(sigmoid(z)) - (1 - y) * log(1 - sigmoid(z))";

async function texts(lines: Parameters<typeof checkDerivation>[0], options = {}): Promise<string[]> {
  const checked = await checkDerivation(lines, { variables, definitions, points: 4, ...options });
  return checked.lines.map(({ text }) => text);
}

describe("right lines", () => {
  test("the binary cross-entropy from the likelihood to the second derivative is proved", async () => {
    const checked = await checkDerivation(
      [
        "1 - sigmoid(z) = sigmoid(-z)",
        "-log(sigmoid(z)) = softplus(-z) = softplus(z) - z",
        `${bce} = softplus(z) - y * z`,
        `derivative(${bce}, z) = sigmoid(z) - y`,
        `derivative(derivative(${bce}, z), z) = sigmoid(z) * (1 - sigmoid(z))`,
      ],
      { variables, definitions },
    );
    expect(checked.lines.map(({ verdict }) => verdict)).toEqual(Array(6).fill("proved"));
    expect(checked.holds).toBe(true);
    expect(checked.wrong).toEqual([]);
  });

  test("a line beyond the rules is held by numbers", async () => {
    expect(await texts(["sqrt(z^2) = abs(z)"])).toEqual([expect.stringMatching(/^holds at \d\d points to 60 digits$/)]);
  });

  test("a power of a label is proved for the labels it has, and fails in between", async () => {
    const line = "p^y * (1 - p)^(1 - y) = y * p + (1 - y) * (1 - p)";
    const p = [0.01, 0.99] as const;
    expect(await texts([line], { variables: { p, y: { among: [0, 1] } } })).toEqual([
      expect.stringMatching(/^proved, and agrees at \d\d points to 60 digits$/),
    ]);
    expect(await texts([line], { variables: { p, y: [0, 1] } })).toEqual([
      expect.stringMatching(/^fails at p = \S+, y = 0\.5:/),
    ]);
  });

  test("nearly equal numbers are told apart by more digits, and not by too few", async () => {
    const options = { variables: { z: [-200, 200] }, digits: 60 };
    expect(await texts(["1 - sigmoid(z) = sigmoid(-z)"], options)).toEqual([
      expect.stringMatching(/^proved, and agrees at \d\d points to 60 digits$/),
    ]);
    expect(await texts(["softplus(z) = softplus(z) + 1e-50"], options)).toEqual([expect.stringMatching(/^fails/)]);
  });
});

describe("wrong lines", () => {
  test("a flipped sign is named with an easy counterexample", async () => {
    const checked = await checkDerivation(
      [`derivative(${bce}, z) = sigmoid(z) - y`, `derivative(${bce}, z) = y - sigmoid(z)`],
      { variables, definitions },
    );
    expect(checked.holds).toBe(false);
    expect(checked.wrong).toEqual([
      {
        line: 2,
        label: "",
        left: `derivative(${bce}, z)`,
        right: "y - sigmoid(z)",
        verdict: "fails",
        points: 0,
        undefinedPoints: 0,
        counterexample: { at: { z: 0, y: 0 }, left: "0.5", right: "-0.5" },
        text: "fails at z = 0, y = 0: left is 0.5, right is -0.5",
      },
    ]);
  });

  test("a dropped term is named where it is missed", async () => {
    expect(await texts([`${bce} = -y * log(sigmoid(z))`])).toEqual([
      "fails at z = 0, y = 0: left is 0.693147, right is 0",
    ]);
    // Equal wherever y = 1: the counterexample must leave that line.
    expect(await texts([`${bce} = softplus(z) - z`])).toEqual([
      "fails at z = 1, y = 0: left is 1.31326, right is 0.313262",
    ]);
  });

  test("a rule of logarithms outside its domain", async () => {
    expect(await texts(["log(z^2) = 2 * log(z)"])).toEqual(["fails at z = -1: left is 0, right is no real number"]);
  });

  test("0 log 0 is no number", async () => {
    const options = { variables: { p: [0, 1], y: [0, 1] } };
    expect(await texts(["log(p^y) = y * log(p)"], options)).toEqual([
      "fails at p = 0, y = 0: left is 0, right is no real number",
    ]);
  });

  test("a difference in the seventh digit is shown with enough digits", async () => {
    expect(await texts(["z + 1 = z + 1.0000001"])).toEqual(["fails at z = 0: left is 1, right is 1.0000001"]);
  });
});

describe("how lines are written", () => {
  test("a line that begins with = goes on from the one before, and labels stay", async () => {
    const { lines } = await checkDerivation(["z + z = 2 * z", { label: "wrong", claim: "= z^2" }], { variables });
    expect(lines.map(({ line, label, left, verdict }) => [line, label, left, verdict])).toEqual([
      [1, "", "z + z", "proved"],
      [2, "wrong", "2 * z", "fails"],
    ]);
  });

  test("the derivative of mathjs is the limit of differences", async () => {
    // Central differences with h = 1e-30 are right to about 60 digits.
    const f = "softplus(z) * y - log(1 + z^2)";
    const at = (shift: string) => f.replaceAll("z", `(z ${shift})`);
    const line = `derivative(${f}, z) = (${at("+ 1e-30")} - (${at("- 1e-30")})) / 2e-30`;
    expect(await texts([line], { digits: 45, variables: { z: [-3, 3], y: [0, 1] } })).toEqual([
      expect.stringMatching(/^holds at \d\d points to 45 digits$/),
    ]);
  });

  test.each([
    ["z + 1", 'line 1 is "z + 1"; expected "left = right"'],
    ["= z", 'line 1 is "= z"; expected "left = right"'],
    ["z = (1 + ", 'line 1: cannot read "(1 +": Unexpected end of expression'],
    ["z = w", "line 1: w has no meaning here; expected one of z, y, e, pi"],
    ["z = sigmod(z)", "line 1: sigmod is no function here; expected one of sigmoid, softplus, exp, log"],
    ["z = y(1 - z)", "a product with the variable y is written y * (...)"],
    ["z = sigmoid(z, 1)", "line 1: sigmoid is given 2 arguments; expected 1"],
    ["z = [1, 2]", 'line 1: "[1, 2]" is no expression of numbers'],
    ["z = derivative(z)", "line 1: expected derivative(expression, variable); got derivative(z)"],
    ["log(-1 - z^2) = sqrt(-1 - z^2)", "line 1: log(-1 - z^2) = sqrt(-1 - z^2) is defined at none of the points"],
  ])("%s is refused", async (line, message) => {
    await expect(checkDerivation([line], { variables, definitions })).rejects.toThrow(message);
  });

  test.each([
    [{ variables: { z: [1, 0] } }, "variables: z is [1, 0]; expected [from, to] with from < to"],
    [{ variables: { z: { among: [] } } }, "variables: z is { among: []"],
    [{ variables, digits: 0 }, "digits is 0; expected a whole number, 1 to 1000"],
    [{ variables, definitions: { "2x": "1" } }, 'definitions: 2x; expected a name, as in "p"'],
    [{ variables, definitions: { "z(t)": "t" } }, "definitions: z(t): the name z is taken"],
  ])("options %j are refused", async (options, message) => {
    await expect(checkDerivation(["1 = 1"], options as never)).rejects.toThrow(message);
  });
});
