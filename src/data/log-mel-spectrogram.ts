import { isArrayLike } from "../numerics/check.js";
import { checkCount } from "../numerics/check-number.js";
import { describeValue } from "../numerics/describe-value.js";
import { type Matrix, matrix } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { powerSpectrum } from "./power-spectrum.js";

/** What a spectrogram is made with. */
export interface SpectrogramOptions {
  /** Samples a second, in Hz. */
  readonly sampleRate: number;
  /** How many bands of frequencies, 1 or more; 40 unless told otherwise. */
  readonly bands?: number;
}

const OPTIONS: OptionNames<SpectrogramOptions> = { sampleRate: true, bands: true };

const FRAME_SECONDS = 0.025;
const HOP_SECONDS = 0.01;
/** What is added to a power before its logarithm is taken: silence is ln 1e-6 = -13.8. */
const FLOOR = 1e-6;

/**
 * How loud a sound is, in each moment and each band of frequencies: the logarithm of a mel spectrogram.
 *
 * Frames of 25 ms begin every 10 ms, none beyond the end. Of each, windowed by w_t = 0.5 - 0.5 cos(2 pi t / frame) and
 * filled with zeros to the next power of two, the powers |X_k|^2 are summed in bands: triangles on the scale
 * mel(f) = 1127 ln(1 + f / 700), their corners evenly spaced from 0 Hz to half the sample rate. An entry is
 * ln(1e-6 + power).
 *
 * @param samples N numbers, -1 to 1 at full volume
 * @param options the sample rate and the number of bands
 * @returns T x bands, T = 1 + floor((N - frame) / hop) with frame and hop rounded to whole samples
 * @throws TypeError when samples is no array, or options is no object
 * @throws RangeError when a sample is not finite, there are fewer than a frame has, or there are so many bands that one
 * holds no frequency
 * @example
 * const tone = Float64Array.from({ length: 8000 }, (_, t) => Math.sin((2 * Math.PI * 440 * t) / 8000));
 * logMelSpectrogram(tone, { sampleRate: 8000 }).rows; // 98
 * @see Stevens, Volkmann, Newman: A scale for the measurement of the psychological magnitude pitch (1937); Davis,
 * Mermelstein: Comparison of parametric representations for monosyllabic word recognition (1980)
 */
export function logMelSpectrogram(samples: ArrayLike<number>, options: SpectrogramOptions): Matrix {
  checkOptionNames("logMelSpectrogram", options, OPTIONS);
  if (!isArrayLike(samples)) {
    throw new TypeError(`logMelSpectrogram: samples is ${describeValue(samples)}; expected an array of numbers`);
  }
  const { sampleRate, bands = 40 } = options;
  const shape = spectrogramShape("logMelSpectrogram", samples.length, sampleRate, bands);
  for (let t = 0; t < samples.length; t++) {
    if (!Number.isFinite(samples[t])) {
      throw new RangeError(
        `logMelSpectrogram: samples: entry ${t} is ${describeValue(samples[t])}; expected a finite number`,
      );
    }
  }
  const { frame, hop, frames, size, triangles } = shape;
  const spectrum = powerSpectrum(size);
  const window = Float64Array.from({ length: frame }, (_, t) => 0.5 - 0.5 * Math.cos((2 * Math.PI * t) / frame));
  const windowed = new Float64Array(size);
  const result = matrix(frames, bands);
  for (let i = 0; i < frames; i++) {
    for (let t = 0; t < frame; t++) windowed[t] = window[t] * samples[i * hop + t];
    const powers = spectrum(windowed);
    triangles.forEach(({ begin, weights }, band) => {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k] * powers[begin + k];
      result.data[i * bands + band] = Math.log(FLOOR + sum);
    });
  }
  return result;
}

/** The frames of so many samples, of how many numbers each is transformed, and its bands; throws when there can be none. */
export function spectrogramShape(name: string, samples: number, sampleRate: number, bands: number) {
  checkCount(`${name}: sampleRate`, sampleRate, 100);
  checkCount(`${name}: bands`, bands, 1);
  const frame = Math.round(FRAME_SECONDS * sampleRate);
  const hop = Math.round(HOP_SECONDS * sampleRate);
  if (samples < frame) {
    throw new RangeError(`${name}: there are ${samples} samples; expected ${frame} or more, the 25 ms of a frame`);
  }
  const size = 2 ** Math.ceil(Math.log2(frame));
  const triangles = bands > size ? [] : melTriangles(size, sampleRate, bands);
  if (bands > size || triangles.some(({ weights }) => weights.length === 0)) {
    throw new RangeError(
      `${name}: bands is ${bands}, of which some are too narrow to hold one of the ${size / 2} frequencies of ` +
        `${sampleRate} Hz; expected fewer`,
    );
  }
  return { frame, hop, frames: 1 + Math.floor((samples - frame) / hop), size, triangles };
}

interface Triangle {
  readonly begin: number;
  readonly weights: readonly number[];
}

function melTriangles(size: number, sampleRate: number, bands: number): Triangle[] {
  const mel = (frequency: number) => 1127 * Math.log1p(frequency / 700);
  const step = mel(sampleRate / 2) / (bands + 1);
  const heights = Array.from({ length: size / 2 + 1 }, (_, k) => mel((k * sampleRate) / size) / step);
  return Array.from({ length: bands }, (_, band) => {
    const weights = heights.map((height) => 1 - Math.abs(height - (band + 1)));
    const begin = weights.findIndex((weight) => weight > 0);
    return { begin, weights: weights.filter((weight) => weight > 0) };
  });
}
