import { describe, expect, test, vi } from "vitest";
import { linearCrossEntropy } from "../../src/loss/linear-cross-entropy.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { logits } from "../../src/numerics/kinds.js";
import { type Matrix, matrix } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";
import { sharedInstance } from "../../src/wasm/instance.js";
import * as simd from "../../src/wasm/multiply.js";
import { double, normal, single } from "./float-matrices.js";
import "../within-ulps.js";

describe("linearCrossEntropy of float32, by SIMD", () => {
  /** N, D, K: more than one block of rows and part of the classes among them, and sizes around those of tiles. */
  const sizes = [
    [1, 1, 4],
    [3, 0, 5],
    [5, 3, 2],
    [15, 17, 16],
    [64, 63, 65],
    [257, 9, 33],
    [300, 255, 257],
    [7, 600, 1000],
  ];
  const all = { sampleWeights: true, mask: true, labelSmoothing: 0.1, zLoss: 1e-3, temperature: 1.5 };

  test.each(sizes)("%i x %i, %i classes: the bits of two steps, and near those of float64", (rows, d, k) => {
    const layer = {
      ...{ hidden: single(normal(rows, rows, d)), weight: single(normal(k, k, d, d > 0 ? 1 / Math.sqrt(d) : 1)) },
      bias: Float32Array.from({ length: k }, (_, i) => (i === 1 ? Number.NEGATIVE_INFINITY : Math.sin(i))),
    };
    const y = Int32Array.from({ length: rows }, (_, i) => (i * 7) % k).map((target) => (target === 1 ? 0 : target));
    const random = createRandom(5);
    const weights = Float64Array.from({ length: rows }, () => random.next());
    const mask = Array.from({ length: rows }, () => random.integer(4) > 0);
    for (const options of [{}, { ...all, labelSmoothing: 0, sampleWeights: weights, mask }]) {
      const total = linearCrossEntropy(layer, y, { ...options, gradients: true, rowLosses: true });
      const z = simd.multiplyTransposedRight(layer.hidden, layer.weight);
      for (let i = 0; i < z.data.length; i++) z.data[i] += layer.bias[i % k];
      const steps = softmaxCrossEntropy(logits(z), y, { ...options, gradient: true, rowLosses: true });
      expect(JSON.stringify(total)).toBe(JSON.stringify(steps));
      expect(total.rowLosses).toEqual(steps.rowLosses);
      const none = matrix(1, d, new Float32Array(d));
      expect(total.gradients.hidden).toEqual(simd.affine(steps.gradient, layer.weight, none));
      const ofWeight = simd.multiplyTransposedLeft(steps.gradient, layer.hidden);
      // A product may be left out there where a factor is 0, which gives 0 in place of -0.
      const positive = ({ data }: Matrix) => Buffer.from(Float32Array.from(data, (x) => x + 0).buffer);
      expect(positive(total.gradients.weight).equals(positive(ofWeight))).toBe(true);
      const wideBias = new Float64Array(k);
      const given = { ...total.gradients, bias: wideBias };
      expect(linearCrossEntropy(layer, y, { ...options, gradients: given }).gradients.bias).toBe(wideBias);
      for (const bias of [new Float32Array(k), new Float64Array(k)]) {
        steps.gradient.data.forEach((g, i) => {
          bias[i % k] += g;
        });
        expect(bias instanceof Float32Array ? total.gradients.bias : wideBias).toEqual(bias);
      }

      const exact = linearCrossEntropy(
        { ...layer, hidden: double(layer.hidden), weight: double(layer.weight) },
        ...([y, { ...options, gradients: true }] as const),
      );
      expect(total.sum).toBeRelativelyClose(exact.sum, 1e-6);
      for (const [part, scale] of [
        ["hidden", 1],
        ["weight", 1],
      ] as const) {
        expect(total.gradients[part].data).toBeRelativelyClose(exact.gradients[part].data, 4e-6, scale);
      }
      expect(total.gradients.bias).toBeRelativelyClose(exact.gradients.bias, 4e-6, 1);
    }
  });

  test("value alone is the same", () => {
    const layer = { hidden: single(normal(3, 70, 5)), weight: single(normal(4, 40, 5)) };
    const y = Array.from({ length: 70 }, (_, i) => i % 40);
    const total = linearCrossEntropy(layer, y, { rowLosses: true });
    const { rowLosses, sum } = linearCrossEntropy(layer, y, { gradients: true, rowLosses: true });
    expect(total.rowLosses).toEqual(rowLosses);
    expect(total.sum).toBe(sum);
  });

  test("the same without a memory that threads could share", async () => {
    const { Memory } = WebAssembly;
    vi.stubGlobal("WebAssembly", {
      ...Object.fromEntries(
        Object.getOwnPropertyNames(WebAssembly).map((name) => [name, Reflect.get(WebAssembly, name)]),
      ),
      Memory: class extends Memory {
        constructor(descriptor: WebAssembly.MemoryDescriptor) {
          if (descriptor.shared) throw new TypeError("no shared memory");
          super(descriptor);
        }
      },
    });
    vi.resetModules();
    try {
      const other = await import("../../src/loss/linear-cross-entropy.js");
      const { sharedInstance, wasmInstance } = await import("../../src/wasm/instance.js");
      expect([sharedInstance(), wasmInstance() !== undefined]).toEqual([undefined, true]);
      const layer = { hidden: single(normal(3, 70, 5)), weight: single(normal(4, 40, 5)) };
      const y = Array.from({ length: 70 }, (_, i) => i % 40);
      const there = other.linearCrossEntropy(layer, y, { gradients: true });
      const here = linearCrossEntropy(layer, y, { gradients: true });
      expect(there.gradients).toEqual(here.gradients);
      expect(there.sum).toBe(here.sum);
    } finally {
      vi.unstubAllGlobals();
      // The files that come after this one in the same process are to have such a memory.
      vi.resetModules();
    }
  });

  test("the memory of the routines is given back", () => {
    const layer = { hidden: single(normal(3, 70, 50)), weight: single(normal(4, 4000, 50)) };
    const y = Array.from({ length: 70 }, (_, i) => i);
    const { memory } = sharedInstance() as { memory: WebAssembly.Memory };
    linearCrossEntropy(layer, y, { gradients: true });
    const bytes = memory.buffer.byteLength;
    for (let i = 0; i < 9; i++) linearCrossEntropy(layer, y, { gradients: true });
    expect(memory.buffer.byteLength).toBe(bytes);
  });

  test("numbers whose products float32 does not hold are added up in float64", () => {
    const [hidden, weight] = [
      [1e20, 1],
      [1e19, 2],
    ].map((row) => matrix(1, 2, Float32Array.from(row)));
    const layer = { hidden, weight: matrix(4, 2, Float32Array.of(...weight.data, 0, 0, 0, 1, 0, -1)) };
    const wide = { hidden: double(layer.hidden), weight: double(layer.weight) };
    expect(linearCrossEntropy(layer, [1]).sum).toBe(linearCrossEntropy(wide, [1]).sum);
    expect(linearCrossEntropy(layer, [1]).sum).toBeGreaterThan(9e38);
  });
});
