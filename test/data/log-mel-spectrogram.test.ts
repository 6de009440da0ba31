import { describe, expect, it, test } from "vitest";
import { logMelSpectrogram } from "../../src/data/log-mel-spectrogram.js";
import { powerSpectrum } from "../../src/data/power-spectrum.js";
import { golden } from "../golden.js";

interface Case {
  name: string;
  sampleRate: number;
  bands: number;
  samples: number[];
  rows: number;
  result: number[];
}
const { cases } = golden<{ cases: Case[] }>("data/log-mel-spectrogram");

describe("logMelSpectrogram", () => {
  test.each(cases)("is TensorFlow's: $name", ({ samples, sampleRate, bands, rows, result }) => {
    const made = logMelSpectrogram(samples, { sampleRate, bands });
    expect(made).toMatchObject({ rows, cols: bands });
    expect(Math.max(...result.map((value, i) => Math.abs(value - made.data[i])))).toBeLessThan(1e-12);
  });
  it("is ln 1e-6 where there is silence, and rises by ln 4 where the sound is twice as loud", () => {
    const silence = logMelSpectrogram(new Float64Array(400), { sampleRate: 8000 });
    expect(silence.data.every((value) => value === Math.log(1e-6))).toBe(true);
    const tone = Float64Array.from({ length: 400 }, (_, t) => Math.sin(t));
    const once = logMelSpectrogram(tone, { sampleRate: 8000, bands: 5 }).data;
    const twice = logMelSpectrogram(
      tone.map((x) => 2 * x),
      { sampleRate: 8000, bands: 5 },
    ).data;
    once.forEach((value, i) => {
      expect(Math.exp(twice[i]) - 1e-6).toBeCloseTo(4 * (Math.exp(value) - 1e-6), 6);
    });
  });
  it("refuses what it can make no spectrogram of", () => {
    expect(() => logMelSpectrogram(new Float64Array(199), { sampleRate: 8000 })).toThrow(
      "logMelSpectrogram: there are 199 samples; expected 200 or more, the 25 ms of a frame",
    );
    expect(() => logMelSpectrogram(new Float64Array(200), { sampleRate: 8000, bands: 128 })).toThrow(
      "logMelSpectrogram: bands is 128, of which some are too narrow to hold one of the 128 frequencies of 8000 Hz",
    );
    expect(() => logMelSpectrogram(new Float64Array(200).fill(Number.NaN, 7), { sampleRate: 8000 })).toThrow(
      "logMelSpectrogram: samples: entry 7 is NaN; expected a finite number",
    );
  });
});

test.each([2, 4, 8, 64])(
  "powerSpectrum of %i numbers is the sum that defines it, and one call leaves the next alone",
  (n) => {
    const spectrum = powerSpectrum(n);
    spectrum(Float64Array.from({ length: n }, (_, t) => t * t));
    const x = Float64Array.from({ length: n }, (_, t) => Math.sin(3 * t * t + 1));
    const powers = spectrum(x);
    expect(powers.length).toBe(n / 2 + 1);
    powers.forEach((power, k) => {
      const re = x.reduce((sum, value, t) => sum + value * Math.cos((2 * Math.PI * k * t) / n), 0);
      const im = x.reduce((sum, value, t) => sum + value * Math.sin((2 * Math.PI * k * t) / n), 0);
      expect(power).toBeCloseTo(re * re + im * im, 11);
    });
  },
);
