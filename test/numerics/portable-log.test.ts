import { describe, expect, it } from "vitest";
import { portableLog } from "../../src/numerics/portable-log.js";
import { createRandom } from "../../src/numerics/random.js";
import { big } from "../loss/truth-table/big.js";

/** Numbers of all sizes, near 1, near sqrt(2) and its half, and at the borders of the cases. */
function numbers(count: number): number[] {
  const random = createRandom(7);
  const edges = [
    1,
    2,
    0.5,
    1e-300,
    2 ** -1022,
    Number.MAX_VALUE,
    Math.SQRT2,
    Math.SQRT1_2,
    1 - 2 ** -53,
    1 + 2 ** -52,
    1 + 2 ** -20,
  ];
  const drawn = Array.from({ length: count }, (_, i) => {
    const x = random.next();
    if (i % 3 === 0) return x + 2 ** -60;
    return i % 3 === 1 ? 1 + (x - 0.5) * 2 ** -(i % 40) : (1 + x) * 2 ** ((i % 2000) - 1000);
  });
  return [...edges, ...drawn];
}

describe("portableLog", () => {
  it("is within 1 ulp of the logarithm in 64 digits", () => {
    for (const x of numbers(300)) {
      const got = portableLog(x);
      const ulp = got === 0 ? 0 : 2 ** (Math.floor(Math.log2(Math.abs(got))) - 52);
      const off = big(x).ln().minus(big(got)).abs();
      expect(off.lte(big(ulp)), `log ${x} is off by ${off}, an ulp is ${ulp}`).toBe(true);
    }
  });

  it("has the bits of Math.log where that is fdlibm's, as in Node 20 to 24", () => {
    const count = process.env.CI === "true" ? 1_000_000 : 30_000;
    for (const x of numbers(count))
      if (!Object.is(portableLog(x), Math.log(x))) expect.fail(`${x}: ${portableLog(x)}, not ${Math.log(x)}`);
  });
});
