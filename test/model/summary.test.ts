import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { tableBundle } from "../../src/jupyter/table.js";
import { conv2d, dense, flatten, maxPool2d, sequential } from "../../src/model/index.js";

const layers = [conv2d(8, 3), maxPool2d(2), flatten(), dense(10, "relu"), dense(3)];

describe("model.summary()", () => {
  test.each([
    ["float64", 8],
    ["float32", 4],
  ] as const)("layers, shapes, counts, and memory in %s", (dtype, bytes) => {
    const model = sequential(layers, { inputs: [28, 28, 1], seed: 1, dtype });
    const summary = model.summary();
    const { rows, parameters } = summary;
    expect(rows).toEqual([
      ["input", "28 x 28 x 1", 0],
      ["conv2d1", "26 x 26 x 8", 80],
      ["maxPool2d2", "13 x 13 x 8", 0],
      ["flatten3", "1352", 0],
      ["dense4", "10", 13530],
      ["relu4", "10", 0],
      ["dense5", "3", 33],
    ]);
    const inMemory = Object.values(model.parameters).reduce((sum, { data }) => sum + data.byteLength, 0);
    expect([parameters, summary.bytes]).toEqual([80 + 13530 + 33, inMemory]);
    expect(summary.bytesOfExample).toBe(bytes * (5408 + 1352 + 1352 + 10 + 10 + 3));
  });

  test("prints as a table, in a terminal, a notebook and a text", () => {
    const summary = sequential(layers, { inputs: [28, 28, 1], seed: 1 }).summary();
    const text = [
      "layer       output       parameters",
      "input       28 x 28 x 1           0",
      "conv2d1     26 x 26 x 8          80",
      "maxPool2d2  13 x 13 x 8           0",
      "flatten3    1352                  0",
      "dense4      10                13530",
      "relu4       10                    0",
      "dense5      3                    33",
      "13643 parameters in 109 kB; 65.1 kB an example",
    ].join("\n");
    expect(String(summary)).toBe(text);
    expect(inspect(summary)).toBe(text);
    expect(tableBundle(summary)["text/plain"]).toContain("conv2d1");
    expect(tableBundle(summary)["text/html"]).toContain("13530");
  });

  test("sizes in words", () => {
    const text = (inputs: number) =>
      String(sequential([dense(1)], { inputs, seed: 1 }).summary())
        .split("\n")
        .at(-1);
    expect(text(1)).toBe("2 parameters in 16 bytes; 8 bytes an example");
    expect(text(124)).toBe("125 parameters in 1.00 kB; 8 bytes an example");
    expect(text(124_999)).toBe("125000 parameters in 1.00 MB; 8 bytes an example");
  });
});
