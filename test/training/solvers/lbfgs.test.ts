import { describe, expect, test } from "vitest";
import { lbfgs, type Objective } from "../../../src/training/index.js";
import "../../within-ulps.js";

/** Rosenbrock's valley in any number of dimensions: the minimum, 0, is at (1, ..., 1). */
const valley: Objective = (x) => {
  let value = 0;
  const gradient = new Float64Array(x.length);
  for (let i = 0; i + 1 < x.length; i++) {
    const [off, short] = [x[i + 1] - x[i] ** 2, 1 - x[i]];
    value += 100 * off ** 2 + short ** 2;
    gradient[i] += -400 * off * x[i] - 2 * short;
    gradient[i + 1] += 200 * off;
  }
  return { value, gradient };
};
/** A bowl with curvatures from 1 to 1e4 and its bottom, 5, at (0, 1, 2, ...). */
const bowl: Objective = (x) => {
  const curvatures = Array.from(x, (_, i) => 10 ** ((4 * i) / (x.length - 1)));
  const value = 5 + curvatures.reduce((sum, c, i) => sum + (c / 2) * (x[i] - i) ** 2, 0);
  return { value, gradient: curvatures.map((c, i) => c * (x[i] - i)) };
};

describe("lbfgs", () => {
  test.each([2, 10, 50])("finds the end of Rosenbrock's valley in %d dimensions", (dimensions) => {
    const { x, value, gradientNorm, converged, ended } = lbfgs(
      valley,
      Array.from({ length: dimensions }, (_, i) => (i % 2 ? 1 : -1.2)),
    );
    expect(x).toBeRelativelyClose(new Float64Array(dimensions).fill(1), 1e-8);
    expect(value).toBeLessThan(1e-16);
    expect(gradientNorm).toBeLessThanOrEqual(1e-8);
    expect({ converged, ended }).toEqual({ converged: true, ended: "gradient" });
  });

  test("a bowl ten thousand times as steep one way as another, to the last digits", () => {
    const start = new Float64Array(20).fill(30);
    const { x, value, converged } = lbfgs(bowl, start);
    expect(converged).toBe(true);
    expect(x).toBeRelativelyClose(
      Array.from({ length: 20 }, (_, i) => i),
      1e-8,
      1,
    );
    expect(value).toBeRelativelyClose(5, 1e-15);
    // SciPy's L-BFGS-B, remembering 10 steps too, takes 694 to a gradient of 1.1e-6.
    expect(lbfgs(bowl, start, { tolerance: 1.1e-6 }).iterations).toBeLessThan(800);
  });

  test("remembering all steps, a quadratic of D dimensions takes little more than D", () => {
    const quadratic: Objective = (x) => ({
      value: x.reduce((sum, e, i) => sum + ((i + 1) / 2) * e * e, 0),
      gradient: x.map((e, i) => (i + 1) * e),
    });
    expect(lbfgs(quadratic, [1, 1, 1, 1, 1], { history: 20 }).iterations).toBeLessThan(20);
    expect(lbfgs(quadratic, [1, 1, 1, 1, 1], { history: 1 }).converged).toBe(true);
  });

  test("never goes where there is no value", () => {
    // x - log x, which is NaN below 0; its minimum is at 1. The first step, from 50, would be far below 0 without a search.
    const barrier: Objective = ([x]) => ({ value: 1e4 * (x - Math.log(x)), gradient: [1e4 * (1 - 1 / x)] });
    for (const start of [1e-3, 50]) expect(lbfgs(barrier, [start]).x[0]).toBeRelativelyClose(1, 1e-10);
  });

  test("says why it ended", () => {
    expect(lbfgs(valley, [-1.2, 1], { maxIterations: 3 })).toMatchObject({
      iterations: 3,
      converged: false,
      ended: "iterations",
    });
    const slope: Objective = ([x]) => ({ value: -x, gradient: [-1] });
    expect(lbfgs(slope, [0])).toMatchObject({ converged: false, ended: "line search" });
    expect(lbfgs(bowl, [0.1, 2], { tolerance: 0 })).toMatchObject({ gradientNorm: expect.closeTo(0, 6) });
    expect(lbfgs(valley, [1, 1])).toMatchObject({ iterations: 0, converged: true, value: 0 });
  });

  test("the start and what the objective gives are not kept or changed", () => {
    const start = Float64Array.of(-1.2, 1);
    const gradient = new Float64Array(2);
    const reusing: Objective = (x) => {
      const at = valley(x);
      gradient.set(at.gradient);
      x.fill(7);
      return { value: at.value, gradient };
    };
    expect(lbfgs(reusing, start)).toEqual(lbfgs(valley, start));
    expect(Array.from(start)).toEqual([-1.2, 1]);
  });

  test("bad arguments are refused", () => {
    const nan: Objective = () => ({ value: Number.NaN, gradient: [0] });
    expect(() => lbfgs(nan, [0])).toThrow(
      "lbfgs: value or gradient at the start is not finite; expected finite numbers",
    );
    expect(() => lbfgs(valley, [])).toThrow("lbfgs: start is an Array of 0; expected one or more numbers");
    expect(() => lbfgs(valley, [1, Number.NaN])).toThrow("lbfgs: start: entry 1 is NaN; expected a finite number");
    expect(() => lbfgs(() => ({ value: 1, gradient: [1] }), [1, 2])).toThrow(
      "lbfgs: the gradient of objective has length 1; expected 2 numbers, as start has",
    );
    expect(() => lbfgs((() => 1) as unknown as Objective, [1])).toThrow(
      "lbfgs: objective gave the value undefined; expected a number",
    );
    expect(() => lbfgs(valley, [1, 2], { tolerance: -1 })).toThrow(
      "lbfgs: tolerance is -1; expected a finite number, 0 or more",
    );
    expect(() => lbfgs(valley, [1, 2], { history: 0 })).toThrow(
      "lbfgs: history is 0; expected a whole number, 1 or more",
    );
  });
});
