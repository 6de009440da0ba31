import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logLoss } from "../../src/loss/log-loss.js";
import { probabilities } from "../../src/numerics/kinds.js";
import { matrix } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";

/** Units in the last place of float32 of a number of this size. */
const ulp = (size: number) => 2 ** (Math.floor(Math.log2(Math.max(size, 2 ** -126))) - 23);
const next = (x: number, steps: number) => {
  const bits = new Int32Array(Float32Array.of(x).buffer);
  bits[0] += steps;
  return new Float32Array(bits.buffer)[0];
};

/** As it is by SIMD, and in float64. */
function both(p: Float32Array, targets: Uint8Array) {
  const single = logLoss(p, targets, { rowLosses: true });
  const double = logLoss(Float64Array.from(p), targets, { rowLosses: true });
  return { single, double };
}

function expectNear(p: Float32Array, targets: Uint8Array): void {
  const { single, double } = both(p, targets);
  expect([single.count, single.weight, single.infinite]).toEqual([double.count, double.weight, double.infinite]);
  expect([single.infiniteRows, single.clipped]).toEqual([double.infiniteRows, 0]);
  for (let row = 0; row < p.length; row++) {
    const [ours, exact] = [single.rowLosses?.[row], double.rowLosses?.[row]] as [number, number];
    const isNear = ours === exact || Math.abs(ours - exact) <= 2 * ulp(exact);
    if (!isNear || Object.is(ours, -0)) expect.fail(`row ${row}, ${p[row]}, ${targets[row]}: ${ours} for ${exact}`);
  }
}

describe("log loss of float32", () => {
  test.each([0, 1, 3, 15, 16, 17, 63, 64, 65, 255, 256, 257, 1023, 1024, 1025, 3000])(
    "of %i rows, beside float64",
    (rows) => {
      const random = createRandom(rows);
      for (const power of [1, 0.05, 20]) {
        const p = Float32Array.from({ length: rows }, () => random.next() ** power);
        expectNear(
          p,
          Uint8Array.from(p, () => random.integer(2)),
        );
      }
    },
  );

  test("at the ends, and where the logarithm goes from one power of 2 to the next", () => {
    const marks = [0, 2 ** -149, 2 ** -127, 2 ** -126, 2 ** -125, 2 ** -60, 2 ** -25, 2 ** -24, 0.25, 0.5, 1].flatMap(
      (x) => [-2, -1, 0, 1, 2].map((steps) => next(x, steps)),
    );
    const halves = [Math.SQRT1_2, 1 - Math.SQRT1_2, 0.5 * Math.SQRT1_2, 1 - 0.5 * Math.SQRT1_2].flatMap((x) =>
      Array.from({ length: 9 }, (_, i) => next(x, i - 4)),
    );
    const p = Float32Array.from([...marks, ...halves].filter((x) => x >= 0 && x <= 1));
    for (const target of [0, 1]) expectNear(p, new Uint8Array(p.length).fill(target));
    const { single } = both(Float32Array.of(0, 1, 1, 0), Uint8Array.of(1, 0, 1, 0));
    expect([...(single.rowLosses ?? [])]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0]);
    expect(single.infiniteRows).toEqual([0, 1]);
  });

  test("-0 is a probability", () => {
    const p = Float32Array.from({ length: 21 }, (_, i) => (i % 5 === 2 ? -0 : i / 21));
    for (const target of [0, 1]) expectNear(p, new Uint8Array(21).fill(target));
  });

  test("of any float32 from 0 to 1", () => {
    const one = new Uint32Array(Float32Array.of(1).buffer)[0];
    const bits = fc.array(fc.tuple(fc.integer({ min: 0, max: one }), fc.nat(1)), { maxLength: 40 });
    fc.assert(
      fc.property(bits, (rows) => {
        const p = new Float32Array(Uint32Array.from(rows, ([x]) => x).buffer);
        expectNear(
          p,
          Uint8Array.from(rows, ([, target]) => target),
        );
      }),
    );
  });

  test("totals of parts are the total of the whole", () => {
    const random = createRandom(4);
    const p = Float32Array.from({ length: 5000 }, (_, i) => (i % 97 === 0 ? 0 : random.next()));
    const y = Uint8Array.from(p, () => random.integer(2));
    const whole = logLoss(p, y);
    const parts = [0, 1, 1700, 4099].map((from, i, all) =>
      logLoss(p.subarray(from, all[i + 1]), y.subarray(from, all[i + 1])),
    );
    // Which rows are infinite a total of parts does not know.
    const { infiniteRows: _, ...sums } = parts.reduce((sum, part) => sum.merge(part)).toJSON();
    expect(whole.toJSON()).toMatchObject(sums);
  });

  test.each([Int8Array, Uint8Array, Int16Array, Int32Array, Float32Array, Float64Array])(
    "targets in any typed array",
    (Kind) => {
      const p = Float32Array.of(0.9, 0.2, 0.4, 1);
      const simdTotal = logLoss(p, Uint8Array.of(1, 0, 1, 1), { rowLosses: true });
      const total = logLoss(probabilities(matrix(4, 1, p)), Kind.of(1, 0, 1, 1), { rowLosses: true });
      expect(total.rowLosses).toEqual(simdTotal.rowLosses);
      expect(total.rowLosses?.[0]).toBe(Math.fround(total.rowLosses?.[0] as number));
    },
  );

  test("what is no probability or no 0 or 1 is judged in float64, and told as there", () => {
    const p = Float32Array.from({ length: 1100 }, (_, i) => i / 1100);
    const y = new Float64Array(1100);
    y[1099] = 0.25;
    expect(logLoss(p, y).sum).toBe(logLoss(Float64Array.from(p), y).sum);
    y[1099] = 256; // 0 in a byte
    expect(() => logLoss(p, y)).toThrow("logLoss: targets: row 1099 is 256; expected a number from 0 to 1");
    expect(() => logLoss(p, new Uint8Array(1100).fill(2, 1099))).toThrow("logLoss: targets: row 1099 is 2");
    expect(() => logLoss(p, new Int8Array(1100).fill(-1, 7, 8))).toThrow("logLoss: targets: row 7 is -1");
    const { POSITIVE_INFINITY: infinity, NaN: none } = Number;
    for (const bad of [none, infinity, -infinity, -(2 ** -149), -(2 ** -126), -1e-9, -1, 1.0000001, 2, 2 ** 127]) {
      for (const row of [1095, 1098]) {
        const wrong = p.slice();
        wrong[row] = bad;
        for (const target of [0, 1]) {
          expect(() => logLoss(wrong, new Uint8Array(1100).fill(target))).toThrow(`logLoss: probabilities: row ${row}`);
        }
      }
    }
    expect(() => logLoss(p, new BigInt64Array(1100) as unknown as Int32Array)).toThrow("logLoss: targets: row 0 is");
    expect(() => logLoss(p, new Uint8Array(1099))).toThrow("logLoss: targets");
  });

  test("is not done by SIMD with options, which have the digits of float64", () => {
    const p = Float32Array.of(0.9, 0.2, 0.4);
    const y = Uint8Array.of(1, 0, 1);
    for (const options of [
      { clip: 1e-7 },
      { mask: [1, 0, 1] },
      { sampleWeights: [1, 2, 3] },
      { rowLosses: new Float64Array(3) },
    ]) {
      expect(logLoss(p, y, options).sum).toBe(logLoss(Float64Array.from(p), y, options).sum);
    }
  });
});
