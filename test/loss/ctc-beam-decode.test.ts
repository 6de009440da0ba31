import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ctcBeamDecode } from "../../src/loss/ctc-beam-decode.js";
import { ctcGreedyDecode } from "../../src/loss/ctc-greedy-decode.js";
import { ctcLoss } from "../../src/loss/ctc-loss.js";
import { logits } from "../../src/numerics/kinds.js";
import { matrix, toRows } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";
import { softmax } from "../../src/numerics/softmax.js";
import { labellings } from "./alignments.js";
import "../within-ulps.js";

const inf = Number.POSITIVE_INFINITY;
const row = (classes: number) =>
  fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: classes, maxLength: classes });
const frames = fc.integer({ min: 2, max: 4 }).chain((k) => fc.array(row(k), { minLength: 1, maxLength: 5 }));

function randomLogits(rows: number, cols: number, scale: number, seed = 3) {
  const random = createRandom(seed);
  return logits(
    matrix(
      rows,
      cols,
      new Float64Array(rows * cols).map(() => scale * random.normal()),
    ),
  );
}

/** The search in plain probabilities; `returned` counts prefixes that come back while a longer one is in the beam. */
function textBeam(probabilities: number[][], width: number) {
  type Ends = { blank: number; label: number };
  const sum = ({ blank, label }: Ends) => blank + label;
  let beam = new Map<string, Ends>([["", { blank: 1, label: 0 }]]);
  let returned = 0;
  for (const frame of probabilities) {
    const next = new Map<string, Ends>();
    const add = (text: string, end: keyof Ends, p: number) => {
      if (p === 0) return;
      const ends = next.get(text) ?? { blank: 0, label: 0 };
      ends[end] += p;
      next.set(text, ends);
    };
    for (const [text, ends] of beam) {
      frame.forEach((p, k) => {
        const longer = text === "" ? `${k}` : `${text},${k}`;
        if (k === 0) add(text, "blank", sum(ends) * p);
        else if (text.endsWith(`${k}`)) {
          add(text, "label", ends.label * p);
          add(longer, "label", ends.blank * p);
        } else add(longer, "label", sum(ends) * p);
      });
    }
    const kept = new Map([...next].sort(([, a], [, b]) => sum(b) - sum(a)).slice(0, width));
    for (const text of kept.keys()) {
      if (!beam.has(text) && [...beam.keys()].some((other) => other.startsWith(`${text},`))) returned++;
    }
    beam = kept;
  }
  return { beam: [...beam].map(([text, ends]) => [text, sum(ends)] as const), returned };
}

describe("ctcBeamDecode", () => {
  test("a beam of full width finds every sequence of labels with its probability, in order", () => {
    fc.assert(
      fc.property(frames, fc.nat(3), (z, pick) => {
        const blank = pick % z[0].length;
        const all = labellings(toRows(softmax(z)), blank);
        const [found] = ctcBeamDecode(z, { blank, beamWidth: 10000 });
        expect(found).toHaveLength(all.size);
        for (const { labels, logProbability } of found) {
          expect(logProbability).toBeRelativelyClose(Math.log(all.get(labels.join()) ?? 0), 1e-13, 1);
        }
        for (let i = 1; i < found.length; i++) {
          expect(found[i].logProbability).toBeLessThanOrEqual(found[i - 1].logProbability);
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  test("it finds what the likeliest alignment misses", () => {
    const z = [
      [0.4, 0],
      [0.4, 0],
    ];
    expect(ctcGreedyDecode(z)[0].labels).toEqual([]);
    expect(ctcBeamDecode(z)[0][0].labels).toEqual([1]);
  });

  test("a narrow beam states at most the truth, which ctcLoss gives", () => {
    const z = randomLogits(60, 6, 2);
    const [found] = ctcBeamDecode(z, { beamWidth: 8 });
    expect(found).toHaveLength(8);
    for (const { labels, logProbability } of found) {
      expect(logProbability).toBeLessThanOrEqual(-ctcLoss(z, [labels]).sum + 1e-12);
    }
    const [wider] = ctcBeamDecode(z, { beamWidth: 64 });
    expect(wider[0].logProbability).toBeGreaterThanOrEqual(found[0].logProbability);
    expect(new Set(wider.map(({ labels }) => labels.join())).size).toBe(64);
  });

  test("a beam of one keeps the best beginning after each frame", () => {
    // (1) leads after the first frame and is continued; a wider beam finds that () and a blank was the better way.
    const z = [
      [0, 0.1, -inf],
      [5, 0, 0],
    ].map((values) => values.slice());
    expect(ctcBeamDecode(z, { beamWidth: 1 })[0].map(({ labels }) => labels)).toEqual([[1]]);
    const equal = [
      [0, 0.5],
      [0, 0.5],
    ];
    expect(ctcBeamDecode(equal, { beamWidth: 1 })[0][0].logProbability).toBeLessThan(-ctcLoss(equal, [[1]]).sum);
  });

  test("narrow beams, against the same search with prefixes written out as text", () => {
    // A prefix may leave the beam while a longer one stays, and come back: it is then one entry with its old children.
    let returned = 0;
    fc.assert(
      fc.property(fc.nat(1e9), fc.integer({ min: 1, max: 4 }), (seed, beamWidth) => {
        const z = randomLogits(4 + (seed % 9), 3, 2, seed);
        const expected = textBeam(toRows(softmax(z)), beamWidth);
        returned += expected.returned;
        const [found] = ctcBeamDecode(z, { beamWidth });
        expect(found.map(({ labels }) => labels.join())).toEqual(expected.beam.map(([text]) => text));
        const probabilities = found.map(({ logProbability }) => Math.exp(logProbability));
        expect(probabilities).toBeRelativelyClose(
          expected.beam.map(([, p]) => p),
          1e-12,
        );
      }),
      { seed: 8, numRuns: 1000 },
    );
    expect(returned).toBeGreaterThan(20);
  });

  test("sequences one by one; one without frames says nothing", () => {
    const z = randomLogits(9, 3, 2);
    const [first, none, second] = ctcBeamDecode(z, { lengths: [4, 0, 5] });
    expect(none).toEqual([{ labels: [], logProbability: 0 }]);
    const cut = (from: number, to: number) => logits(matrix(to - from, 3, z.data.slice(from * 3, to * 3)));
    expect([first]).toEqual(ctcBeamDecode(cut(0, 4)));
    expect([second]).toEqual(ctcBeamDecode(cut(4, 9)));
  });

  test("an impossible class is in no decoding", () => {
    const [found] = ctcBeamDecode([
      [0, -inf, 1],
      [0, -inf, 1],
    ]);
    expect(found.map(({ labels }) => labels)).toEqual([[2], [], [2, 2]].slice(0, 2));
  });

  test("errors", () => {
    expect(() => ctcBeamDecode([[0, 1]], { beamWidth: 0 })).toThrow(
      "ctcBeamDecode: beamWidth is 0; expected a whole number, 1 or more",
    );
    expect(() => ctcBeamDecode([[0, 1]], { beamWidth: 1.5 })).toThrow("ctcBeamDecode: beamWidth is 1.5");
    expect(() => ctcBeamDecode([[0, Number.NaN]])).toThrow("ctcBeamDecode: logits: row 0, column 1 is NaN");
    expect(() => ctcBeamDecode([[0, 1]], { lengths: [0] })).toThrow("ctcBeamDecode: lengths sum to 0; expected 1");
  });
});
