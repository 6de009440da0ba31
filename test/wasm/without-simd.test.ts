import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import "../within-ulps.js";

/** Sum of the losses and the gradient, by a Node of its own. */
function lossIn(...flags: string[]) {
  const script = `
    import { logits, matrix, softmaxCrossEntropy } from "surprisal";
    const z = logits(matrix(2, 4, Float32Array.of(2, 1, 0.1, -3, 0, 3, -1, 0.5)));
    for (let i = 0; i < 3; i++) var { sum, gradient } = softmaxCrossEntropy(z, [0, 3], { gradient: true });
    console.log(JSON.stringify([sum, ...gradient.data]));`;
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, "--input-type=module", "-e", script], {
    encoding: "utf8",
  });
  return {
    numbers: JSON.parse(stdout) as number[],
    lines: stderr.split("\n").filter((line) => /surprisal/.test(line)),
  };
}

test("where there is no WebAssembly all works, more slowly, and one line says so", () => {
  const quick = lossIn();
  const slow = lossIn("--jitless");
  expect(quick.lines).toEqual([]);
  expect(slow.lines).toEqual([
    "surprisal: there is no WebAssembly with SIMD here; what is of float32 is computed without, more slowly.",
  ]);
  expect(slow.numbers).toBeRelativelyClose(quick.numbers, 2 ** -21);
  expect(slow.numbers[0]).not.toBe(quick.numbers[0]);
});
