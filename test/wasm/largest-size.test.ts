import { expect, test } from "vitest";
import { largestSize } from "../../src/numerics/largest-size.js";
import { createRandom } from "../../src/numerics/random.js";
import { allocate, free } from "../../src/wasm/allocate.js";
import { simdLargestSize } from "../../src/wasm/largest-size.js";

// Around the widths of the vectors, of the loop, and of the part that is copied at once.
const PART = 15 * 1024;
test.each([0, 1, 3, 4, 7, 8, 9, 15, 16, 17, PART - 1, PART, PART + 1, 2 * PART + 3])("of %i numbers", (length) => {
  const random = createRandom(length);
  const data = Float32Array.from({ length }, () => random.normal());
  expect(simdLargestSize(data)).toBe(largestSize(data));
  const places = length < 20 ? [...data.keys()] : [0, 7, PART - 2, length - 2, length - 1];
  for (const place of places) {
    const kept = data[place];
    for (const value of [3.4e38, -3.4e38]) {
      data[place] = value;
      expect(simdLargestSize(data), `${value} at ${place}`).toBe(Math.fround(3.4e38));
    }
    data[place] = kept;
  }
});

test("of numbers of any size, in float64 and in allocated memory too", () => {
  expect(simdLargestSize(Float32Array.of(-0, 1e-45, -1e-40))).toBe(Math.fround(1e-40));
  expect(simdLargestSize(Float64Array.of(1, -1e300))).toBe(1e300);
  const m = allocate(1, 3);
  m.data.set([1, -5, 2]);
  expect(simdLargestSize(m.data)).toBe(5);
  free(m);
});
