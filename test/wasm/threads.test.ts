import { afterEach, describe, expect, test, vi } from "vitest";
import { linearCrossEntropy } from "../../src/loss/linear-cross-entropy.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { logits } from "../../src/numerics/kinds.js";
import { matrix } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";
import { allocate, free } from "../../src/wasm/allocate.js";
import type { Instance } from "../../src/wasm/instance.js";
import { reserveBytes } from "../../src/wasm/memory.js";
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
