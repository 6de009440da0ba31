import { describe, expect, test } from "vitest";
import { ctcLoss } from "../../src/loss/ctc-loss.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { logits } from "../../src/numerics/kinds.js";
import { matrix } from "../../src/numerics/matrix.js";
import { golden } from "../golden.js";
import "../within-ulps.js";
import { lossesInMemory } from "./losses-in-memory.js";

interface Golden {
  logits: number[][];
  indices: number[];
  soft: number[][];
  classWeights: number[];
  mask: number[];
}
const torch = golden<Golden>("loss/softmax-cross-entropy");
const { logits: z, indices, soft } = torch;

describe("memory", () => {
  test("gradient and rowLosses are filled where they are given, and given back", () => {
    const gradient = matrix(6, 4);
    const rowLosses = new Float64Array(6).fill(9);
    gradient.data.fill(9);
    const total = softmaxCrossEntropy(z, indices, { gradient, rowLosses, mask: torch.mask });
    expect(total.gradient).toBe(gradient);
    expect(total.rowLosses).toBe(rowLosses);
    const made = softmaxCrossEntropy(z, indices, { gradient: true, rowLosses: true, mask: torch.mask });
    expect(gradient.data).toEqual(made.gradient.data);
    expect(rowLosses).toEqual(made.rowLosses);
    expect(gradient.data.subarray(8, 12)).toEqual(new Float64Array(4));
    expect(rowLosses[2]).toBe(0);
  });

  test("without the options there is neither", () => {
    for (const options of [{}, { gradient: false, rowLosses: false }]) {
      const printed = Object.keys(softmaxCrossEntropy(z, indices, options));
      expect(printed).toContain("infiniteRows");
      expect(printed).not.toContain("gradient");
      expect(printed).not.toContain("rowLosses");
    }
  });

  test("float32 logits are read as they are, and a float32 gradient is filled", () => {
    const data = Float32Array.from(z.flat());
    const exact = softmaxCrossEntropy(logits(matrix(6, 4, Float64Array.from(data))), indices, { gradient: true });
    const gradient = matrix(6, 4, new Float32Array(24));
    const total = softmaxCrossEntropy(logits(matrix(6, 4, data)), indices, { gradient });
    // Float32 is done by SIMD: to 2 ulp of float32, 4 in the gradient.
    expect(total.sum).toBeRelativelyClose(exact.sum, 2 ** -22);
    expect(gradient.data).toBeRelativelyClose(exact.gradient.data, 2 ** -21);
    const oneHot = Array.from(indices, (index) => [0, 1, 2, 3].map((k) => Number(k === index)));
    expect(softmaxCrossEntropy(logits(matrix(6, 4, data)), oneHot).sum).toBe(total.sum);
  });

  test("the arguments are left as they were", () => {
    const frozen = JSON.stringify([z, soft]);
    softmaxCrossEntropy(z, soft, { gradient: true, labelSmoothing: 0.5, classWeights: torch.classWeights });
    expect(JSON.stringify([z, soft])).toBe(frozen);
  });

  test("no rows are a total of nothing", () => {
    expect(softmaxCrossEntropy([], [])).toMatchObject({ sum: 0, weight: 0, count: 0 });
    expect(softmaxCrossEntropy(logits(matrix(0, 3)), [], { gradient: true }).gradient).toMatchObject({
      rows: 0,
      cols: 3,
    });
  });
});

describe("outputs have memory of their own", () => {
  const pairs = Object.entries(lossesInMemory).flatMap(([name, { inputs, outputs }]) => {
    const written = Object.keys(outputs);
    const others = written.flatMap((output, i) => written.slice(0, i).map((other) => [name, output, other] as const));
    return [
      ...written.flatMap((output) => Object.keys(inputs).map((input) => [name, output, input] as const)),
      ...others,
    ];
  });

  test.each(pairs)("%s: %s is not that of %s", (name, output, owner) => {
    const { inputs, outputs, call } = lossesInMemory[name];
    const values = inputs[owner] ?? new Array(outputs[owner]).fill(7);
    // The output begins with the last number of its neighbour.
    const shared = Float64Array.from([...values, ...new Array(outputs[output]).fill(7)]);
    const before = shared.slice();
    const memory: Record<string, Float64Array> = {};
    for (const [key, numbers] of Object.entries(inputs)) memory[key] = Float64Array.from(numbers);
    for (const [key, length] of Object.entries(outputs)) memory[key] = new Float64Array(length).fill(7);
    expect(() => call({ ...memory })).not.toThrow();
    memory[owner] = shared.subarray(0, values.length);
    memory[output] = shared.subarray(values.length, values.length + outputs[output]);
    expect(() => call({ ...memory })).not.toThrow();
    shared.set(before);
    memory[output] = shared.subarray(values.length - 1, values.length - 1 + outputs[output]);
    const whose = owner.endsWith("s") ? `${owner}'` : `${owner}'s`;
    const complaint = `${name.split(",")[0]}: ${output} is ${whose} own memory; expected another`;
    expect(() => call({ ...memory })).toThrow(new RangeError(complaint));
    expect(shared).toEqual(before);
  });

  test("a sequence of labels is no place for the losses either", () => {
    const rowLosses = new Float64Array([1, 1]);
    const labels = [[1], rowLosses.subarray(1)];
    expect(() =>
      ctcLoss(
        [
          [0, 1],
          [1, 0],
        ],
        labels,
        { lengths: [1, 1], rowLosses },
      ),
    ).toThrow("ctcLoss: rowLosses is labels' own memory; expected another");
    expect(rowLosses).toEqual(new Float64Array([1, 1]));
  });
});
