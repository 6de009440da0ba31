import { afterEach, describe, expect, test, vi } from "vitest";
import { type Matrix, matrix } from "../../src/numerics/matrix.js";
import * as textbook from "../../src/numerics/multiply.js";
import { createRandom } from "../../src/numerics/random.js";
import { setFusedMultiplyAdd } from "../../src/wasm/index.js";
import { type Instance, wasmInstance } from "../../src/wasm/instance.js";
import { affine, multiplyTransposedLeft, multiplyTransposedRight, scratchBytes } from "../../src/wasm/multiply.js";

const { routines, memory } = wasmInstance() as Instance;
const random = createRandom(7);
const single = (rows: number, cols: number): Matrix =>
  matrix(
    rows,
    cols,
    Float32Array.from({ length: rows * cols }, () => random.normal()),
  );
const mapped = ({ rows, cols, data }: Matrix, f: (x: number) => number) =>
  matrix(rows, cols, Float64Array.from(data, f));
const double = (m: Matrix) => mapped(m, (x) => x);
const size = (m: Matrix) => mapped(m, Math.abs);
const transposed = ({ rows, cols, data }: Matrix) =>
  matrix(
    cols,
    rows,
    Float32Array.from({ length: data.length }, (_, i) => data[(i % rows) * cols + Math.floor(i / rows)]),
  );

/** The largest error over (inner + 1) 2^-24 times the same sum of absolute values: 1 is the bound. */
function worstShare(result: Matrix, exact: Matrix, sizes: Matrix, inner: number): number {
  expect(result).toMatchObject({ rows: exact.rows, cols: exact.cols });
  expect(result.data).toBeInstanceOf(Float32Array);
  let worst = 0;
  for (let i = 0; i < exact.data.length; i++) {
    const error = Math.abs(result.data[i] - exact.data[i]);
    if (error > 0) worst = Math.max(worst, error / ((inner + 1) * 2 ** -24 * sizes.data[i]));
  }
  return worst;
}

const isSame = (a: Matrix, b: Matrix) =>
  Buffer.compare(new Uint8Array(a.data.buffer), new Uint8Array(b.data.buffer)) === 0;

const SIZES = [0, 1, 3, 15, 16, 17, 63, 64, 65, 255, 256, 257];
/** Every size in every place, beside two others: small ones, for a short test. */
const SHAPES = SIZES.flatMap((size) => {
  const [other, third] = [SIZES[random.integer(9)], SIZES[random.integer(7)]];
  return [
    [size, other, third],
    [third, size, other],
    [other, third, size],
  ];
});

describe("float32 products against float64", () => {
  test.each([...SHAPES, [140, 300, 9], [5, 130, 260]])("%i x %i x %i", (rows, inner, cols) => {
    const a = single(rows, inner);
    const b = single(inner, cols);
    const bias = single(1, cols);
    const exact = affine(double(a), double(b), double(bias));
    expect(exact.data).toBeInstanceOf(Float64Array);
    const sizes = affine(size(a), size(b), size(bias));
    expect(worstShare(affine(a, b, bias), exact, sizes, inner)).toBeLessThan(1);

    const product = textbook.multiply(double(a), double(b));
    const productSizes = textbook.multiply(size(a), size(b));
    const left = multiplyTransposedLeft(transposed(a), b);
    const right = multiplyTransposedRight(a, transposed(b));
    expect(worstShare(left, product, productSizes, inner)).toBeLessThan(1);
    expect(isSame(right, left)).toBe(true);
    // The order of the sum is said: in float32, from the first to the last.
    for (let trial = 0; trial < 4 && product.data.length > 0; trial++) {
      const [i, j] = [random.integer(rows), random.integer(cols)];
      let sum = bias.data[j];
      for (let k = 0; k < inner; k++) {
        sum = Math.fround(sum + Math.fround(a.data[i * inner + k] * b.data[k * cols + j]));
      }
      expect(affine(a, b, bias).data[i * cols + j]).toBe(sum);
    }
  });
});

/** Rows, inner, columns around the blocks of the product that passes over zeros. */
const SPARSE = [112, 113, 139, 140, 141, 257].flatMap((rows, i) =>
  [1, 3, 64, 128].map((inner, j) => [rows, inner, 16 + ((i + j) % 6)]),
);

describe("the product that passes over the zeros of b has the same bits", () => {
  test.each([...SPARSE, [120, 300, 33]])("%i x %i x %i", (rows, inner, cols) => {
    const a = single(rows, inner);
    for (const share of [0, 0.1, 0.5, 0.74, 0.9]) {
      const b = single(inner, cols);
      for (let i = 0; i < b.data.length; i++) if (random.next() >= share) b.data[i] = 0;
      const dense = affine(a, b, matrix(1, cols, new Float32Array(cols)));
      expect(isSame(multiplyTransposedLeft(transposed(a), b), dense)).toBe(true);
    }
  });
});

const COLUMNS = [1, 3, 4, 5, 15, 16, 17, 32, 61, 64, 130].flatMap((rows) =>
  [0, 1, 5, 32, 129].map((inner) => [rows, inner, 1]),
);

describe("a product of one column has the bits of the same column of a wider one, fused or not", () => {
  afterEach(() => setFusedMultiplyAdd(false));

  test.each([...COLUMNS, [6, 5000, 1], [600, 9, 1]])("%i x %i x %i", (rows, inner) => {
    const a = single(rows, inner);
    const wide = single(inner, 2);
    const bias = single(1, 2);
    const first = ({ rows, data }: Matrix) =>
      matrix(
        rows,
        1,
        data.filter((_, i) => i % 2 === 0),
      );
    for (const isFused of [false, true]) {
      setFusedMultiplyAdd(isFused);
      expect(isSame(affine(a, first(wide), first(bias)), first(affine(a, wide, bias)))).toBe(true);
      const left = multiplyTransposedLeft(transposed(a), wide);
      expect(isSame(multiplyTransposedLeft(transposed(a), first(wide)), first(left))).toBe(true);
      const right = multiplyTransposedRight(a, transposed(wide));
      expect(isSame(multiplyTransposedRight(a, transposed(first(wide))), first(right))).toBe(true);
    }
  });
});

test.each([1, 3, 4, 7, 32])("a column times a row of %i is 0 where a factor is, never -0", (cols) => {
  const a = matrix(3, 1, Float32Array.of(-1, -0, 2));
  const b = matrix(
    cols,
    1,
    new Float32Array(cols).map((_, j) => (j - 2) / 2),
  );
  const c = multiplyTransposedRight(a, b);
  expect(Array.from(c.data)).toEqual(Array.from(c.data, (_, i) => 0 + a.data[Math.floor(i / cols)] * b.data[i % cols]));
});

describe("the routines write nothing but their matrix and their scratch", () => {
  const GUARD = 64;
  test.each([...SHAPES, ...SPARSE, ...COLUMNS])("%i x %i x %i", (rows, inner, cols) => {
    const scratch = scratchBytes(rows, inner, cols);
    const [a, b, bias] = [single(rows, inner), single(inner, cols), single(1, cols)];
    for (let i = 0; i < b.data.length; i += 2) b.data[i] = 0;
    const sizes = [4 * rows * cols, a.data.byteLength, b.data.byteLength, bias.data.byteLength, scratch];
    const ats = sizes.map((_, i) => 65536 + GUARD + sizes.slice(0, i).reduce((sum, bytes) => sum + bytes + GUARD, 0));
    const end = ats[4] + scratch + GUARD;
    if (memory.buffer.byteLength < end) memory.grow(Math.ceil((end - memory.buffer.byteLength) / 65536));
    const [c, atA, atB, atBias, free] = ats;
    for (const run of [
      () => routines.affine(c, atA, atB, atBias, rows, inner, cols, free),
      () => routines.addTransposedLeft(c, atA, 4 * rows, atB, rows, inner, cols, free),
      () => routines.multiplyTransposedLeft(c, atA, atB, rows, inner, cols, free),
      () => routines.multiplyTransposedRight(c, 4 * cols, atA, atB, rows, inner, cols, free),
    ]) {
      const bytes = new Uint8Array(memory.buffer);
      bytes.fill(0xa5, 65536, end);
      for (const [i, { data }] of [a, b, bias].entries()) new Float32Array(memory.buffer, ats[i + 1]).set(data);
      const before = bytes.slice(65536, end);
      run();
      const after = bytes.slice(65536, end);
      for (const image of [before, after]) {
        image.fill(0, c - 65536, c - 65536 + sizes[0]);
        image.fill(0, free - 65536, free - 65536 + scratch);
      }
      expect(Buffer.compare(before, after)).toBe(0);
    }
  });
});

describe("a part of the columns of a wider matrix is as good as a matrix", () => {
  const [before, behind] = [5, 12];
  /** Columns between others, which are 9. */
  const widened = ({ rows, cols, data }: Matrix) => {
    const wide = matrix(rows, before + cols + behind, new Float32Array(rows * (before + cols + behind)).fill(9));
    for (let i = 0; i < rows; i++) {
      wide.data.set(data.subarray(i * cols, (i + 1) * cols), i * wide.cols + before);
    }
    return wide;
  };

  test.each([...SHAPES, [140, 300, 33]])("%i x %i x %i", (rows, inner, cols) => {
    const [a, b] = [single(rows, inner), single(inner, cols)];
    const ones = matrix(1, cols, new Float32Array(cols).fill(1));
    const run = (
      left: Matrix,
      right: Matrix,
      start: Matrix,
      routine: (c: number, a: number, b: number, scratch: number) => void,
    ) => {
      const sizes = [start, left, right].map(({ data }) => 4 * data.length + 64);
      const at = sizes.map(
        (_, i) => 65536 + 64 * Math.ceil(sizes.slice(0, i).reduce((sum, bytes) => sum + bytes, 0) / 64 + i),
      );
      const scratch = at[2] + 64 * Math.ceil(sizes[2] / 64);
      const end = scratch + scratchBytes(rows, inner, cols);
      if (memory.buffer.byteLength < end) memory.grow(Math.ceil((end - memory.buffer.byteLength) / 65536));
      const numbers = new Float32Array(memory.buffer);
      for (const [i, { data }] of [start, left, right].entries()) numbers.set(data, at[i] / 4);
      routine(at[0], at[1], at[2], scratch);
      return matrix(start.rows, start.cols, numbers.slice(at[0] / 4, at[0] / 4 + start.data.length));
    };
    const c = matrix(rows, cols, new Float32Array(rows * cols).fill(1));
    const wideA = widened(a);
    const expected = affine(a, b, ones);
    const step = 4 * wideA.cols;
    const product = run(wideA, b, c, (c, a, b, scratch) =>
      routines.addProduct(c, a + 4 * before, step, b, rows, inner, cols, scratch),
    );
    expect(isSame(product, expected)).toBe(true);

    const wideLeft = widened(transposed(a));
    const left = run(wideLeft, b, c, (c, a, b, scratch) =>
      routines.addTransposedLeft(c, a + 4 * before, 4 * wideLeft.cols, b, rows, inner, cols, scratch),
    );
    expect(isSame(left, expected)).toBe(true);

    const wideC = widened(matrix(rows, cols, new Float32Array(rows * cols)));
    const right = run(a, transposed(b), wideC, (c, a, b, scratch) =>
      routines.multiplyTransposedRight(c + 4 * before, 4 * wideC.cols, a, b, rows, inner, cols, scratch),
    );
    expect(isSame(right, widened(multiplyTransposedRight(a, transposed(b))))).toBe(true);
  });

  test.each(
    SIZES.flatMap((cols) => [
      [3, cols],
      [0, cols],
    ]),
  )("%i rows of %i columns added up", (rows, cols) => {
    const wide = widened(single(rows, cols));
    const sums = new Float32Array(cols + 4).fill(1);
    const expected = sums.slice();
    for (let i = 0; i < rows; i++) for (let k = 0; k < cols; k++) expected[k] += wide.data[i * wide.cols + before + k];
    const numbers = new Float32Array(memory.buffer, 65536);
    numbers.set(sums);
    numbers.set(wide.data, 1024);
    routines.addColumns(65536, 65536 + 4096 + 4 * before, 4 * wide.cols, rows, cols);
    expect(numbers.slice(0, cols + 4)).toEqual(expected);
  });
});

describe("errors", () => {
  afterEach(() => vi.restoreAllMocks());

  test("sizes that do not fit", () => {
    const message = /^(affine|multiplyTransposed(Left|Right)): inner sizes are 2 and 3; expected the same$/;
    expect(() => affine(single(1, 2), single(3, 1), single(1, 1))).toThrow(message);
    expect(() => multiplyTransposedLeft(single(2, 1), single(3, 1))).toThrow(message);
    expect(() => multiplyTransposedRight(single(1, 2), single(1, 3))).toThrow(message);
    expect(() => affine(single(1, 2), single(2, 3), single(1, 2))).toThrow("affine: bias has 2 entries; expected 3");
  });

  test("no memory left: the size that was asked for, and all works afterwards", () => {
    // To fuse, and not to, has given the routines another memory.
    const { memory } = wasmInstance() as Instance;
    const inner = Math.ceil(memory.buffer.byteLength / 4);
    const [b, bias] = [3, 4].map((x) => matrix(1, inner, new Float32Array(inner).fill(x)));
    const a = single(1, 1);
    const full = vi.spyOn(memory, "grow").mockImplementation(() => {
      throw new RangeError("full");
    });
    expect(() => affine(a, b, bias)).toThrow(
      /^there are no \d+ x 64 KiB left for WebAssembly beside the \d+ that it has; expected room for matrices of \d+ x 64 KiB$/,
    );
    expect(affine(single(3, 2), single(2, 5), single(1, 5)).data.length).toBe(15);
    full.mockRestore();
    expect(affine(a, b, bias).data[inner - 1]).toBe(Math.fround(4 + Math.fround(3 * a.data[0])));
  });
});
