import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as loss from "../../src/loss/index.js";
import { logits } from "../../src/numerics/kinds.js";
import { type Matrix, matrix } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";
import { softmax } from "../../src/numerics/softmax.js";

/** What a loss allocates: with matrices and typed arrays to read, and outputs given or not asked for, nothing for each row. */

const WATCHED = ["Float64Array", "Float32Array", "Int32Array", "Uint8Array", "ArrayBuffer", "Array"] as const;
const real = Object.fromEntries(WATCHED.map((name) => [name, globalThis[name]])) as Record<string, typeof Float64Array>;
const grow = WebAssembly.Memory.prototype.grow;
let allocated = 0;

/** Bytes that a call makes arrays of, kept or thrown away. */
function allocatedBy(call: () => unknown): number {
  // What is made once, such as the compiled SIMD module.
  call();
  allocated = 0;
  call();
  return allocated;
}

beforeEach(() => {
  const noted = <Made extends { length?: number; byteLength?: number }>(made: Made): Made => {
    allocated += made.byteLength ?? 8 * (made.length ?? 0);
    return made;
  };
  for (const name of WATCHED) {
    const watched: object = new Proxy(real[name], {
      construct(target, args: unknown[], self) {
        const made = Reflect.construct(target, args, self === watched ? target : self);
        return args[0] instanceof real.ArrayBuffer ? made : noted(made);
      },
      get: (target, key) =>
        key === "from" || key === "of"
          ? (...args: []) => noted(Reflect.apply(target[key], target, args))
          : Reflect.get(target, key),
    });
    Object.assign(globalThis, { [name]: watched });
  }
  WebAssembly.Memory.prototype.grow = function (pages) {
    allocated += 65536 * pages;
    return grow.call(this, pages);
  };
});

afterEach(() => {
  Object.assign(globalThis, real);
  WebAssembly.Memory.prototype.grow = grow;
});

const K = 5;
const random = createRandom(1);
const numbers = (rows: number, cols: number): Matrix =>
  matrix(
    rows,
    cols,
    real.Float64Array.from({ length: rows * cols }, () => random.normal()),
  );
const z = (n: number, cols = K) => logits(numbers(n, cols));
const float32 = (n: number, cols = K) => logits(matrix(n, cols, new Float32Array(numbers(n, cols).data)));
const wholes = (n: number, below: number) => real.Float64Array.from({ length: n }, () => random.integer(below));
const soft = (n: number) => softmax(z(n));

/** N rows for a loss, and the call of it. */
const calls: Readonly<Record<string, (n: number) => () => unknown>> = {
  softmaxCrossEntropy: (n) => loss.softmaxCrossEntropy.bind(null, z(n), wholes(n, K)),
  "softmaxCrossEntropy into a gradient": (n) => {
    const [x, y, gradient, rowLosses] = [z(n), wholes(n, K), matrix(n, K), new Float64Array(n)];
    return () => loss.softmaxCrossEntropy(x, y, { gradient, rowLosses });
  },
  "softmaxCrossEntropy with every option": (n) => {
    const options = { ignoreIndex: 1, temperature: 2, softcap: 3, zLoss: 0.1, labelSmoothing: 0.1 };
    const [x, y, mask, sampleWeights] = [z(n), wholes(n, K), wholes(n, 2), wholes(n, 3)];
    const classWeights = wholes(K, 3);
    return () => loss.softmaxCrossEntropy(x, y, { ...options, mask, sampleWeights, classWeights });
  },
  "softmaxCrossEntropy of soft targets": (n) => loss.softmaxCrossEntropy.bind(null, z(n), soft(n)),
  "softmaxCrossEntropy by SIMD": (n) => loss.softmaxCrossEntropy.bind(null, float32(n), wholes(n, K)),
  "softmaxCrossEntropy by SIMD into a gradient": (n) => {
    const [x, y, gradient] = [float32(n), wholes(n, K), float32(n)];
    return () => loss.softmaxCrossEntropy(x, y, { gradient });
  },
  sigmoidCrossEntropy: (n) => loss.sigmoidCrossEntropy.bind(null, z(n, 1), wholes(n, 2)),
  "sigmoidCrossEntropy of a vector": (n) => {
    const [x, y] = [wholes(n, 9), wholes(n, 2)];
    return () => loss.sigmoidCrossEntropy(x, y);
  },
  "sigmoidCrossEntropy of float32": (n) => loss.sigmoidCrossEntropy.bind(null, float32(n, 1), wholes(n, 2)),
  logLoss: (n) => loss.logLoss.bind(null, soft(n), wholes(n, K)),
  "logLoss of a vector": (n) => {
    const [p, y] = [wholes(n, 2), wholes(n, 2)];
    return () => loss.logLoss(p, y);
  },
  softmaxFocalLoss: (n) => loss.softmaxFocalLoss.bind(null, z(n), wholes(n, K)),
  sigmoidFocalLoss: (n) => loss.sigmoidFocalLoss.bind(null, z(n, 1), wholes(n, 2)),
  polyLoss: (n) => loss.polyLoss.bind(null, z(n), wholes(n, K)),
  distillationLoss: (n) => {
    const [student, teacher, targets] = [z(n), z(n), wholes(n, K)];
    return () => loss.distillationLoss(student, teacher, { targets });
  },
  klDivergenceLoss: (n) => loss.klDivergenceLoss.bind(null, z(n), soft(n)),
  reverseKlDivergenceLoss: (n) => loss.reverseKlDivergenceLoss.bind(null, z(n), soft(n)),
  "ctcLoss, of one sequence": (n) => loss.ctcLoss.bind(null, z(n), [Int32Array.of(1, 2, 1)]),
};

test.each(Object.keys(calls))("%s allocates as much for many rows as for few", (name) => {
  expect(allocatedBy(calls[name](2000))).toBe(allocatedBy(calls[name](50)));
});

/** The logits of a large layer are held in blocks of 8 MB; class indices, 8 bytes a row, are copied with each. */
const BLOCK = 8 * 2 ** 20;

test("linearCrossEntropy holds one block of logits, not all", () => {
  const [hidden, weight, targets] = [numbers(4000, 2), numbers(700, 2), wholes(4000, 700)];
  const bytes = allocatedBy(() => loss.linearCrossEntropy({ hidden, weight }, targets));
  expect(bytes).toBeLessThan(BLOCK + 20 * 4000);
  expect(bytes).toBeLessThan((8 * 4000 * 700) / 1.9);
});

test("sampledSoftmaxCrossEntropy too", () => {
  const [hidden, weight, targets] = [numbers(2200, 2), numbers(700, 2), wholes(2200, 700)];
  const call = () => loss.sampledSoftmaxCrossEntropy({ hidden, weight }, targets, { samples: 500, seed: 1 });
  expect(allocatedBy(call)).toBeLessThan(BLOCK + 20 * 2200 + 20 * 700);
});

describe("what cannot be done without", () => {
  test("contrastiveLoss: the sums of a row's and a column's scores, never all scores", () => {
    const [left, right] = [numbers(500, K), numbers(500, K)];
    const bytes = allocatedBy(() => loss.contrastiveLoss(left, right));
    expect(bytes).toBeLessThan(64 * 500);
  });

  test("ctcLoss: the states of each sequence's labels, not those of its frames", () => {
    const labels = new Array(100).fill([1, 2]);
    const [x, few] = [z(2000), z(200)];
    const bytes = (of: typeof x) => {
      const lengths = wholes(100, 1).fill(of.rows / 100);
      return allocatedBy(() => loss.ctcLoss(of, labels, { lengths }));
    };
    expect(bytes(x)).toBeLessThan(bytes(few) + 100);
    expect(bytes(x)).toBeLessThan(1000 * 100);
  });
});
