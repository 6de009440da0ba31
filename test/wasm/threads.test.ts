import { afterEach, describe, expect, test, vi } from "vitest";
import { linearCrossEntropy } from "../../src/loss/linear-cross-entropy.js";
import { logLoss } from "../../src/loss/log-loss.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { logits } from "../../src/numerics/kinds.js";
import { matrix } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";
import { allocate, free } from "../../src/wasm/allocate.js";
import type { Instance } from "../../src/wasm/instance.js";
import { reserveBytes } from "../../src/wasm/memory.js";
import { logLossOnThreads } from "../../src/wasm/threaded-log-loss.js";
import { type Call, Threads, threadsFor } from "../../src/wasm/threads.js";

afterEach(() => vi.unstubAllEnvs());

const LARGE = 2 ** 26;
const random = createRandom(7);
const normal = (rows: number, cols: number) =>
  matrix(
    rows,
    cols,
    Float32Array.from({ length: rows * cols }, () => random.normal() / 8),
  );
/** Just large enough for threads, also of the softmax; its sizes no multiples of anything. */
const layer = { hidden: normal(127, 61), weight: normal(17003, 61) };
const targets = Int32Array.from({ length: 127 }, (_, i) => i * 100);

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
const equal = (a: ArrayBufferView, b?: ArrayBufferView) => b !== undefined && bytesOf(a).equals(bytesOf(b));

function bitsWith(count: string) {
  vi.stubEnv("SURPRISAL_THREADS", count);
  const { sum, gradients } = linearCrossEntropy(layer, targets, { gradients: true });
  const { hidden, weight, bias } = gradients;
  return { sum, hidden: bytesOf(hidden.data), weight: bytesOf(weight.data), bias: bytesOf(bias) };
}

describe("threads", () => {
  test("any number of them gives the same bits", () => {
    const one = bitsWith("1");
    for (const count of ["2", "3", "8"]) {
      const several = bitsWith(count);
      expect(several.sum).toBe(one.sum);
      expect(several.hidden.equals(one.hidden)).toBe(true);
      expect(several.weight.equals(one.weight)).toBe(true);
      expect(several.bias.equals(one.bias)).toBe(true);
      expect(threadsFor(LARGE)?.count).toBe(Number(count));
    }
  });

  test("any number of them gives the losses and gradient of an ordinary matrix, bit by bit", () => {
    const [rows, classes] = [2101, 1001];
    const [z, gradient] = [allocate(rows, classes), allocate(rows, classes)];
    for (let i = 0; i < z.data.length; i++) z.data[i] = 12 * random.next() - 6;
    z.data[classes * 1700 + 1] = 800; // a row that is done in float64
    const numbers = Float32Array.from(z.data);
    const targets = Int32Array.from({ length: rows }, () => random.integer(classes));
    const mask = Uint8Array.from({ length: rows }, (_, row) => (row % 7 === 3 ? 0 : 1));
    const sampleWeights = Float64Array.from({ length: rows }, () => random.next());
    for (const options of [{}, { mask, sampleWeights }]) {
      const here = softmaxCrossEntropy(logits(matrix(rows, classes, numbers)), targets, { ...options, gradient: true });
      for (const count of ["2", "3", "8"]) {
        vi.stubEnv("SURPRISAL_THREADS", count);
        gradient.data.fill(9);
        const there = softmaxCrossEntropy(logits(z), targets, { ...options, gradient });
        expect(there.toJSON()).toEqual(here.toJSON());
        expect(equal(gradient.data, here.gradient?.data)).toBe(true);
        expect(equal(z.data, numbers)).toBe(true);
      }
    }
    free(z);
    free(gradient);
  });

  test("any number of them gives the log losses of one, bit by bit", () => {
    const rows = 1_700_003;
    const some = Float32Array.from({ length: 4099 }, () => random.next() ** 4);
    const p = new Float32Array(rows);
    const y = new Int8Array(rows);
    for (let row = 0; row < rows; row += 4099) p.set(some.subarray(0, rows - row), row);
    for (let row = 3; row < rows; row += 7) y[row] = 1;
    y.fill(1, 262144, 262146);
    p.set([0, 2 ** -130], 262144); // called impossible; done in float64
    const [one, ...others] = ["1", "2", "8"].map((count) => {
      vi.stubEnv("SURPRISAL_THREADS", count);
      const total = logLoss(p, count === "8" ? new Int16Array(y) : y, { rowLosses: true });
      return { rowLosses: total.rowLosses as Float64Array, infiniteRows: total.infiniteRows, sums: total.toJSON() };
    });
    expect(threadsFor(LARGE)?.count).toBe(8);
    for (const { rowLosses, ...total } of others) {
      expect(total).toEqual({ infiniteRows: [262144], sums: one.sums });
      expect(equal(rowLosses, one.rowLosses)).toBe(true);
    }
    p[140_000] = -1;
    expect(() => logLoss(p, y)).toThrow("logLoss: probabilities: row 140000");
  });

  test("one that has died with some log losses is an error", () => {
    const threads = new Threads(1, 1);
    const { memory, routines } = threads.instance;
    const { control } = threads as unknown as { control: Int32Array };
    let calls = 0;
    // Takes another job at the first, as one that will never end it.
    const logLosses = () => {
      if (calls++ === 0) Atomics.sub(control, 0, 1);
    };
    (threads as { instance: Instance }).instance = { memory, routines: { ...routines, logLosses } };
    const work = { p: new Float32Array(9_000), stage: () => true, take: () => {} };
    expect(() => logLossOnThreads(work, threads)).toThrow("a thread of the SIMD routines has died");
    expect([calls, threads.hasEnded]).toEqual([2, true]);
  });

  test("are as many as SURPRISAL_THREADS says, and none for little work", () => {
    vi.stubEnv("SURPRISAL_THREADS", "1");
    expect(threadsFor(LARGE)).toBeUndefined();
    vi.stubEnv("SURPRISAL_THREADS", "2");
    expect(threadsFor(LARGE - 1)).toBeUndefined();
    expect(threadsFor(LARGE)).toBe(threadsFor(LARGE));
    for (const count of ["0", "-1", "two", "1.5"]) {
      vi.stubEnv("SURPRISAL_THREADS", count);
      expect(() => threadsFor(LARGE)).toThrow(`SURPRISAL_THREADS is "${count}"; expected a whole number, 1 or more`);
    }
  });

  test("are none where the program may not read its environment", () => {
    const forbidden = {
      get env(): never {
        throw new Error("needs permission");
      },
    };
    vi.stubGlobal("process", forbidden);
    try {
      expect(threadsFor(LARGE)).toBeUndefined();
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test("one that was killed between two works leaves the work to the others", async () => {
    const before = bitsWith("2");
    const threads = threadsFor(LARGE);
    const killed = threads?.helpers[0].terminate();
    expect(bitsWith("2").weight.equals(before.weight)).toBe(true);
    await killed;
    expect(threads?.hasEnded).toBe(true);
    expect(bitsWith("2").weight.equals(before.weight)).toBe(true);
    expect(threadsFor(LARGE)).not.toBe(threads);
  });

  test("one that is killed at its work is an error, not a wait without an end", () => {
    const threads = new Threads(2, 1);
    const { memory, routines } = threads.instance;
    reserveBytes(memory, 2 ** 25);
    // This thread's job: to wait until the other has taken one, of some seconds, and to end it.
    const { control } = threads as unknown as { control: Int32Array };
    const addProduct = () => {
      while ((Atomics.load(control, 0) & 255) > 0);
      void threads.helpers[0].terminate();
    };
    (threads as { instance: Instance }).instance = { memory, routines: { ...routines, addProduct } };
    const call: Call = ["addProduct", 2 ** 24, 4096, 4096, 4096, 1024, 1024, 1024, 2 ** 24 + 2 ** 22];
    expect(() => threads.run([Array(8).fill(call), Array(8).fill(call)])).toThrow(
      "a thread of the SIMD routines has died",
    );
    expect(threads.hasEnded).toBe(true);
  });

  test("a routine that fails is an error, whoever did it", () => {
    const threads = new Threads(2);
    const outside: Call = ["addProduct", 4096, 2 ** 31, 32, 4096, 8, 8, 8, 8192];
    expect(() => threads.run([[outside], [outside]])).toThrow();
    expect(threads.hasEnded).toBe(true);
  });
});
