import { describe, expect, test } from "vitest";
import { simdAllFinite } from "../../src/wasm/all-finite.js";

describe.each([Float32Array, Float64Array])("%o", (Numbers) => {
  // Around the widths of the vectors, of the loops, and of the part that is copied at once.
  const part = (60 * 1024) / Numbers.BYTES_PER_ELEMENT;
  const lengths = [0, 1, 3, 15, 16, 17, 63, 64, 65, 255, 256, 257, 271, part - 1, part, part + 1, 2 * part + 300];
  test.each(lengths)("%i numbers", (length) => {
    const data = new Numbers(length).fill(Numbers === Float32Array ? 3e38 : -1e308);
    expect(simdAllFinite(data)).toBe(true);
    const places = length < 300 ? [...data.keys()] : [0, 7, part - 1, part, length - 17, length - 2, length - 1];
    for (const at of places.filter((place) => place >= 0 && place < length)) {
      const kept = data[at];
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        data[at] = value;
        expect(simdAllFinite(data), `${value} at ${at}`).toBe(false);
      }
      data[at] = kept;
    }
  });
});
