import { checkCount, checkPositive } from "../../numerics/check-number.js";
import { describeValue } from "../../numerics/describe-value.js";
import { checkOptionNames, type OptionNames } from "../../numerics/option-names.js";
import { logMelSpectrogram, spectrogramShape } from "../log-mel-spectrogram.js";
import { checkFolderOptions, datasetOfFiles, type FolderDataset, type FolderOptions } from "./dataset-of-files.js";
import { parseWav } from "./parse-wav.js";

/** What is to be made of the recordings of a folder. */
export interface AudioOptions extends FolderOptions {
  /** Of all the files, in Hz; one of another rate counts as unreadable. */
  readonly sampleRate: number;
  /** How long every example is: of a longer recording the beginning, of a shorter one all and then silence. */
  readonly seconds: number;
  /** Loudness by moment and band (see `logMelSpectrogram`), or the samples themselves; "logMel" unless told otherwise. */
  readonly as?: "logMel" | "samples";
  /** How many bands of frequencies; 40 unless told otherwise. */
  readonly bands?: number;
}

const OPTIONS: OptionNames<AudioOptions> = {
  sampleRate: true,
  seconds: true,
  as: true,
  bands: true,
  classNames: true,
  unreadable: true,
  dtype: true,
};

/**
 * The recordings of a folder (WAV) as a dataset: a row a recording, in the order of their paths.
 *
 * Each subfolder is a class, whatever lies below it; in a folder without subfolders a recording's class is what stands in
 * its name before the first dot, or else before the first underscore (`7_george_12.wav`). Several channels become their
 * mean; nothing is resampled.
 *
 * @param folder a relative path starts at the working directory (a notebook's own folder)
 * @param options `sampleRate`, `seconds`, `as`, `bands`, `classNames`, `unreadable`, `dtype`
 * @returns N x (frames * bands) features, frame after frame: band 3 of frame 12, which begins after 0.12 s, is `t12 band3`; or
 * N x samples, -1 to 1: `t12`. `files[rowNumbers[i]]` is the file of row i, and `unreadable` says what was left out, and why
 * @throws TypeError, RangeError when an option is unknown or not as described, before anything is read
 * @throws Error when the folder cannot be read or holds no recordings; when recordings cannot be read, saying how many, which
 * and why, unless they are to be dropped
 * @example
 * const digits = await audioFromFolder("recordings", { sampleRate: 8000, seconds: 0.6 }); // recordings/7_george_12.wav, ...
 * digits.features.cols; // 58 frames of 40 bands: 2320
 */
export async function audioFromFolder(folder: string, options: AudioOptions): Promise<FolderDataset> {
  checkOptionNames("audioFromFolder", options, OPTIONS);
  const { sampleRate, seconds, as = "logMel", bands = 40 } = options;
  checkCount("audioFromFolder: sampleRate", sampleRate, 1);
  checkPositive("audioFromFolder: seconds", seconds);
  if (as !== "logMel" && as !== "samples") {
    throw new RangeError(`audioFromFolder: as is ${describeValue(as)}; expected "logMel" or "samples"`);
  }
  checkFolderOptions("audioFromFolder", options);
  const length = Math.max(1, Math.round(seconds * sampleRate));
  const isMel = as === "logMel";
  const frames = isMel ? spectrogramShape("audioFromFolder", length, sampleRate, bands).frames : length;
  const featureNames = Array.from({ length: isMel ? frames * bands : length }, (_, j) =>
    isMel ? `t${Math.floor(j / bands)} band${j % bands}` : `t${j}`,
  );
  return datasetOfFiles("audioFromFolder", folder, [".wav"], options, featureNames, (bytes, path) => {
    const recording = parseWav(bytes, path);
    if (recording.sampleRate !== sampleRate) {
      throw new Error(`${path} is of ${recording.sampleRate} Hz; expected ${sampleRate}`);
    }
    if (recording.samples.length === 0) throw new Error(`${path} has no samples`);
    const samples = new Float64Array(length);
    samples.set(recording.samples.subarray(0, length));
    return isMel ? logMelSpectrogram(samples, { sampleRate, bands }).data : samples;
  });
}
