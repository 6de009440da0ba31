import { describe, expect, test } from "vitest";
import * as frameworks from "../../../src/loss/conventions/all.js";
import { caseOf, type LossInputs } from "../../../src/loss/conventions/case.js";
import type { Convention } from "../../../src/loss/conventions/convention.js";
import { ours } from "../../../src/loss/conventions/ours.js";
import { meanOf, sumOf } from "../../../src/loss/conventions/reckoning.js";
import { differencesFrom, UNNAMED } from "../../../src/loss/conventions/ways.js";
import { explainDifference } from "../../../src/loss/explain-difference.js";
import { logLoss } from "../../../src/loss/log-loss.js";
import { sigmoidCrossEntropy } from "../../../src/loss/sigmoid-cross-entropy.js";
import { softmaxCrossEntropy } from "../../../src/loss/softmax-cross-entropy.js";
import type { Total } from "../../../src/loss/total.js";
import { golden } from "../../golden.js";

// Every number of parity.py and tensorflow-js.mjs in test/fixtures/loss/conventions: by call, data and options.

type Numbers = Record<string, Record<string, number>>;
interface Data {
  logits: number[][];
  probabilities: number[][];
  indices: number[];
  hard: number[][];
  soft: number[][];
  classWeights: number[];
  sampleWeights: number[];
  posWeight: number;
  mask: number[];
  numbers: Numbers;
}
type Kind = "softmax" | "sigmoid";
const fixture = golden<{ labelSmoothing: number } & Record<Kind, Data[]>>("loss/conventions/parity");
const ofTensorFlowJs = golden<Record<Kind, Numbers[]>>("loss/conventions/tensorflow-js");

const TAKES_PROBABILITIES =
  /nllLoss|ategoricalCrossentropy(?!FromLogits)|binaryCrossEntropy$|binaryCrossentropy(Float|$)|logLoss/;

/** The inputs that a call was given, by the words of its options. */
function inputsOf(data: Data, call: string, words: string[], kind: Kind) {
  const has = (word: string) => words.includes(word);
  const hard = kind === "sigmoid" ? data.hard : data.indices;
  const fromProbabilities = TAKES_PROBABILITIES.test(call);
  return {
    ...(fromProbabilities ? { probabilities: data.probabilities } : { logits: data.logits }),
    targets: has("soft") ? data.soft : hard,
    multiLabel: kind === "sigmoid",
    classWeights: has("classWeights") ? data.classWeights : undefined,
    sampleWeights: has("sampleWeights") ? data.sampleWeights : undefined,
    posWeight: has("posWeight") ? data.posWeight : undefined,
    labelSmoothing: has("labelSmoothing") ? fixture.labelSmoothing : undefined,
    mask: has("mask") ? data.mask : undefined,
  } as LossInputs;
}

const cases = (["softmax", "sigmoid"] as const).flatMap((kind) =>
  fixture[kind].flatMap((data, index) =>
    Object.entries({ ...data.numbers, ...ofTensorFlowJs[kind][index] }).flatMap(([call, numbers]) =>
      Object.entries(numbers).map(([options, theirs]) => {
        const words = options.split(" ");
        const name = `${kind} data ${index}: ${call} ${options}`;
        return { name, call, isSum: words.includes("sum"), inputs: inputsOf(data, call, words, kind), theirs };
      }),
    ),
  ),
);

const known = new Map<string, Convention>(
  Object.entries(frameworks).flatMap(([framework, calls]) =>
    Object.entries(typeof calls === "object" ? (calls as object) : {}).map(
      ([call, convention]): [string, Convention] => [`${framework}.${call}`, convention],
    ),
  ),
);

/** How far a number is from theirs, relatively; float32 also has an error of its own size, for what is nearly 0. */
function distance(number: number, theirs: number, digits: number): number {
  if (number === theirs) return 0;
  return Math.abs(number - theirs) / (Math.abs(theirs) + (digits === 15 ? 0 : 1));
}

describe("parity", () => {
  test("there are 7,740 cases", () => {
    expect(cases.length).toBe(7740);
    expect(cases.filter(({ theirs }) => !Number.isFinite(theirs)).length).toBeLessThan(cases.length / 50);
  });

  test.each([...new Set(cases.map(({ call }) => call))])("%s makes the framework's numbers", (call) => {
    const convention = known.get(call) as Convention;
    const wrong = cases
      .filter((of) => of.call === call)
      .map(({ name, isSum, inputs, theirs }) => {
        const { rowLosses } = convention.reckon(caseOf("parity", inputs))!;
        return { name, number: isSum ? sumOf(rowLosses) : convention.number(inputs), theirs };
      })
      .filter(({ number, theirs }) => {
        return !(distance(number, theirs, convention.digits) <= (convention.digits === 15 ? 1e-12 : 1e-6));
      });
    expect(wrong.slice(0, 5), `${wrong.length} wrong`).toEqual([]);
  });

  test("our numbers are theirs, or a convention says in words why not", () => {
    const reasons = cases.map(({ name, call, isSum, inputs, theirs }) => {
      const c = caseOf("parity", inputs);
      const convention = known.get(call) as Convention;
      const number = isSum ? sumOf(ours(c).rowLosses) : meanOf(ours(c));
      if (distance(number, theirs, 15) <= 1e-12) return "same";
      const words = differencesFrom(convention.reckon(c)!, ours(c), 15);
      if (words.includes(UNNAMED)) return name;
      if (words.length > 0) return "named";
      return convention.digits === 7 && distance(number, theirs, 7) <= 1e-6 ? "float32" : name;
    });
    const count = (reason: string) => reasons.filter((of) => of === reason).length;
    expect(reasons.filter((reason) => !["same", "named", "float32"].includes(reason))).toEqual([]);
    expect({ same: count("same"), named: count("named"), float32: count("float32") }).toEqual({
      same: 2755,
      named: 3868,
      float32: 1117,
    });
  });

  test("what the conventions are held against is what our functions say", () => {
    let taken = 0;
    for (const { name, inputs } of cases) {
      const total = totalOf(inputs);
      if (!total) continue;
      taken++;
      expect(distance(meanOf(ours(caseOf("parity", inputs))), total.mean, 15), name).toBeLessThan(1e-14);
    }
    expect(taken).toBeGreaterThan(4000);
  });
});

describe("explainDifference", () => {
  // Of the largest data sets, whose numbers no two conventions share.
  test.each([
    ["pytorch.binaryCrossEntropyWithLogits", /^sigmoid data (18|22|25)/, 24],
    ["keras.sparseCategoricalCrossentropyFromLogits", /^softmax data 3[1-4]/, 12],
    ["tensorflow.softmaxCrossEntropyWithLogits", /^softmax data 3[1-4].* sparse/, 12],
  ])("knows %s by its number", (call, where, count) => {
    const some = cases.filter((of) => of.call === call && !of.isSum && where.test(of.name));
    expect(some.length).toBe(count);
    for (const { name, inputs, theirs } of some) {
      const [first] = explainDifference({ ...inputs, theirs }).explanations;
      const calls = first.conventions.map((of) => `${of.framework} ${of.call}`);
      const convention = known.get(call) as Convention;
      if (first.differences.length > 0)
        expect(calls, `${name}: ${first.text}`).toContain(`${convention.framework} ${convention.call}`);
      expect(first.differences.length, name).toBeLessThan(2);
    }
  });
});

/** Our total; undefined for options and rows of probabilities that `logLoss` does not take. */
function totalOf({ logits, probabilities, targets, multiLabel, ...options }: LossInputs): Total | undefined {
  if (logits) {
    const { posWeight, ...classOptions } = options;
    return multiLabel
      ? sigmoidCrossEntropy(logits as number[][], (targets as number[][]).flat(), { ...classOptions, posWeight })
      : softmaxCrossEntropy(logits as number[][], targets, classOptions);
  }
  const isHard = !multiLabel && typeof (targets as number[])[0] === "number";
  if (!isHard || options.labelSmoothing || options.classWeights || options.mask) return undefined;
  return logLoss(probabilities as number[][], targets as number[], { sampleWeights: options.sampleWeights });
}
