import { existsSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { audioFromFolder } from "../../../src/data/files/audio-from-folder.js";
import { logMelSpectrogram, standardize } from "../../../src/data/index.js";
import { softmaxCrossEntropy } from "../../../src/loss/index.js";
import { dense, sequential } from "../../../src/model/index.js";
import { rowOf } from "../../../src/numerics/matrix.js";
import { adam, fit } from "../../../src/training/index.js";
import { golden } from "../../golden.js";
import { temporaryFolder } from "./temporary-folder.js";

const { cases } = golden<{ cases: { name: string; file: string; samples: number[] }[] }>("data/wav");
const wav = (name: string) => Buffer.from(cases.find((one) => one.name === name)?.file ?? "", "base64");
const folder = temporaryFolder();
const numbers = Float64Array.from(cases.find(({ name }) => name === "16 bits")?.samples ?? []);
folder.write("7_anna_0.wav", wav("16 bits"));
folder.write("3_anna_0.WAV", wav("float64"));
folder.write("3_anna_1.wav", wav("stereo"));
const options = { sampleRate: 8000, seconds: 0.002, as: "samples" } as const;

describe("audioFromFolder", () => {
  it("takes the beginning of a recording, and silence after its end", async () => {
    const short = await audioFromFolder(folder.path, { ...options, seconds: 0.001 });
    expect(short.files).toEqual(["3_anna_0.WAV", "3_anna_1.wav", "7_anna_0.wav"]);
    expect(short).toMatchObject({ classNames: ["3", "7"], targets: Int32Array.of(0, 0, 1), unreadable: [] });
    expect(short.featureNames).toEqual(["t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7"]);
    expect(rowOf(short.features, 2)).toEqual(numbers.subarray(0, 8));
    const long = await audioFromFolder(folder.path, options);
    expect(rowOf(long.features, 2)).toEqual(Float64Array.of(...numbers, 0, 0, 0, 0));
  });
  it("makes spectrograms of them", async () => {
    const loud = await audioFromFolder(folder.path, { sampleRate: 8000, seconds: 0.05, bands: 7, dtype: "float32" });
    const padded = new Float64Array(400);
    padded.set(numbers);
    const expected = logMelSpectrogram(padded, { sampleRate: 8000, bands: 7 });
    expect(loud.features).toMatchObject({ rows: 3, cols: 3 * 7 });
    expect(rowOf(loud.features, 2)).toEqual(Float32Array.from(expected.data));
    expect([loud.featureNames[0], loud.featureNames[20]]).toEqual(["t0 band0", "t2 band6"]);
  });
  it("names what it cannot read, or is of another rate", async () => {
    await expect(audioFromFolder(folder.path, { ...options, sampleRate: 16000 })).rejects.toThrow(
      /^audioFromFolder: 3 of 3 files of .+ cannot be read: .+3_anna_0\.WAV is of 8000 Hz; expected 16000; /,
    );
    folder.write("7_anna_2.wav", wav("8 bits").subarray(0, 50));
    await expect(audioFromFolder(folder.path, options)).rejects.toThrow(
      /1 of 4 files of .+ cannot be read: .+7_anna_2\.wav is cut off: .+\. \{ unreadable: "drop" \} leaves them out$/,
    );
    const kept = await audioFromFolder(folder.path, { ...options, unreadable: "drop" });
    expect([kept.features.rows, kept.unreadable.length]).toEqual([3, 1]);
  });
  it("refuses options that are not as described, before it reads", async () => {
    const refuses = (other: object) =>
      expect(audioFromFolder("nowhere", { ...options, ...other } as typeof options)).rejects;
    await refuses({ sampleRate: 0 }).toThrow("audioFromFolder: sampleRate is 0; expected a whole number, 1 or more");
    await refuses({ seconds: -1 }).toThrow("audioFromFolder: seconds is -1; expected a finite number above 0");
    await refuses({ as: "mel" }).toThrow('audioFromFolder: as is "mel"; expected "logMel" or "samples"');
    await refuses({ as: "logMel" }).toThrow("audioFromFolder: there are 16 samples; expected 200 or more");
    await refuses({ as: "logMel", seconds: 1, bands: 500 }).toThrow("audioFromFolder: bands is 500, of which some");
    await refuses({ length: 1 }).toThrow(
      "audioFromFolder: there is no option length; expected sampleRate, seconds, as",
    );
    await refuses({}).toThrow("audioFromFolder: cannot read nowhere: there is no such folder");
  });
});

const RECORDINGS = "../shared/data/spoken-digits/recordings";
describe.skipIf(!existsSync(RECORDINGS) || process.env.CI !== "true")(`the digits of ${RECORDINGS}`, () => {
  test("are learnt by a small network, from files to result", { timeout: 120_000 }, async () => {
    const digits = await audioFromFolder(RECORDINGS, { sampleRate: 8000, seconds: 0.5, bands: 20, dtype: "float32" });
    expect(digits).toMatchObject({ unreadable: [], classNames: [..."0123456789"] });
    expect(digits.features).toMatchObject({ rows: 2700, cols: 48 * 20 });
    const { apply } = standardize(digits);
    const model = sequential([dense(32, "relu"), dense(10)], { inputs: 960, seed: 1, dtype: "float32" });
    const optimizer = adam(1e-3);
    const [, last] = await fit(model, apply(digits), {
      loss: softmaxCrossEntropy,
      optimizer,
      epochs: 2,
      seed: 1,
    }).toEnd();
    expect(last.train.mean).toBeLessThan(Math.log(10) / 2);
  });
});
