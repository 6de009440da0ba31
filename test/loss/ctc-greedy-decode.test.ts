import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ctcGreedyDecode } from "../../src/loss/ctc-greedy-decode.js";
import { logits } from "../../src/numerics/kinds.js";
import { matrix, toRows } from "../../src/numerics/matrix.js";
import { softmax } from "../../src/numerics/softmax.js";
import { alignments } from "./alignments.js";
import "../within-ulps.js";

/** Logits whose likeliest class in frame t is `path[t]`, by 3. */
const saying = (path: number[], classes = 3) =>
  path.map((label) => Array.from({ length: classes }, (_, k) => (k === label ? 3 : 0)));

describe("ctcGreedyDecode", () => {
  test.each([
    [
      [0, 1, 1, 0, 2, 2, 0],
      [1, 2],
    ],
    [
      [1, 0, 1],
      [1, 1],
    ],
    [[1, 1, 1], [1]],
    [
      [1, 2, 1],
      [1, 2, 1],
    ],
    [[0, 0], []],
  ])("frames %j say %j", (path, labels) => {
    expect(ctcGreedyDecode(saying(path))[0].labels).toEqual(labels);
  });

  test("the blank may be another class", () => {
    expect(ctcGreedyDecode(saying([2, 0, 0, 2, 0, 1]), { blank: 2 })[0].labels).toEqual([0, 0, 1]);
  });

  test("every sequence begins anew, also one without frames", () => {
    const decodings = ctcGreedyDecode(saying([1, 1, 1, 2]), { lengths: [2, 0, 2] });
    expect(decodings.map(({ labels }) => labels)).toEqual([[1], [], [1, 2]]);
    expect(decodings[1].alignmentLogProbability).toBe(0);
    expect(ctcGreedyDecode(logits(matrix(0, 3)), { lengths: [] })).toEqual([]);
  });

  test("it is the most probable of all alignments", () => {
    const row = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (z) => {
        const all = alignments(toRows(softmax(z)), 0).sort((a, b) => b.probability - a.probability);
        const [{ labels, alignmentLogProbability }] = ctcGreedyDecode(z);
        expect(Math.exp(alignmentLogProbability)).toBeRelativelyClose(all[0].probability, 1e-14);
        const best = all.filter(({ probability }) => probability > all[0].probability * (1 - 1e-12));
        expect(best.map((a) => a.labels)).toContainEqual(labels);
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  test("errors", () => {
    const nan = [[0, Number.NaN]];
    expect(() => ctcGreedyDecode(nan)).toThrow("ctcGreedyDecode: logits: row 0, column 1 is NaN");
    expect(() => ctcGreedyDecode(saying([1]), { lengths: [2] })).toThrow("ctcGreedyDecode: lengths: sequence 0 is 2");
    expect(() => ctcGreedyDecode(saying([1]), { blank: -1 })).toThrow("ctcGreedyDecode: blank is -1");
    const impossible = [[-Number.POSITIVE_INFINITY, -Number.POSITIVE_INFINITY]];
    expect(() => ctcGreedyDecode(impossible)).toThrow("ctcGreedyDecode: row 0 has nothing but -Infinity");
  });
});
