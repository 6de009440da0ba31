import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import "../within-ulps.js";

/** Sum of the losses, the gradient and the weights of a model trained in float32, by a Node of its own. */
function numbersIn(...flags: string[]) {
  const script = `
    import { adam, dense, fit, logits, matrix, sequential, softmaxCrossEntropy } from "surprisal";
    const z = logits(matrix(2, 4, Float32Array.of(2, 1, 0.1, -3, 0, 3, -1, 0.5)));
    for (let i = 0; i < 3; i++) var { sum, gradient } = softmaxCrossEntropy(z, [0, 3], { gradient: true });
    const model = sequential([dense(3, "tanh"), dense(4)], { inputs: 4, seed: 1, dtype: "float32" });
    const train = {
      ...{ features: matrix(2, 4, z.data), targets: Int32Array.of(0, 3), rowNumbers: Int32Array.of(1, 2) },
      ...{ featureNames: ["a", "b", "c", "d"], classNames: ["p", "q", "r", "s"] },
    };
    await fit(model, train, { loss: softmaxCrossEntropy, optimizer: adam(0.01), epochs: 5, seed: 1 }).toEnd();
    const weights = Object.values(model.parameters).flatMap(({ data }) => [...data]);
    console.log(JSON.stringify([sum, ...gradient.data, ...weights]));`;
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, "--input-type=module", "-e", script], {
    encoding: "utf8",
  });
  return {
    numbers: JSON.parse(stdout) as number[],
    lines: stderr.split("\n").filter((line) => /surprisal/.test(line)),
  };
}

test("where there is no WebAssembly all works, more slowly, and one line says so", () => {
  const quick = numbersIn();
  const slow = numbersIn("--jitless");
  expect(quick.lines).toEqual([]);
  expect(slow.lines).toEqual([
    "surprisal: there is no WebAssembly with SIMD here; what it is for is computed without, more slowly.",
  ]);
  expect(slow.numbers).toBeRelativelyClose(quick.numbers, 2 ** -21);
  expect(slow.numbers[0]).not.toBe(quick.numbers[0]);
});
