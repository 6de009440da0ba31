import fc from "fast-check";
import { expect, test } from "vitest";
import { fromHexFloat, toHexFloat } from "../../src/numerics/hex-float.js";

test("what is written is C's notation", () => {
  expect(toHexFloat(3n, 1)).toBe("0x3p-1");
  expect(toHexFloat(-0x180n << 100n, 200)).toBe("-0x18p-96");
  expect(toHexFloat(1n << 2000n, 0)).toBe("0x1p+2000");
  expect(toHexFloat(0n, 2148)).toBe("0x0p+0");
});

test("what was written is read again", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(1n << 4000n), max: 1n << 4000n }), fc.nat(3000), (value, unitBits) => {
      expect(fromHexFloat("x", toHexFloat(value, unitBits), unitBits)).toBe(value);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test("anything else is refused", () => {
  for (const text of ["1.5", "0x", "0x1.8p+0", "0x1p1", "", undefined, null, 3, ["0x1p+0"]]) {
    expect(() => fromHexFloat("exact.loss", text, 0), String(text)).toThrow(/^exact\.loss is .*; expected a number/);
  }
  expect(() => fromHexFloat("x", "0x1p-1", 0)).toThrow('x is "0x1p-1"');
});
