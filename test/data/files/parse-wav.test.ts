import { describe, expect, it, test } from "vitest";
import { parseWav } from "../../../src/data/files/parse-wav.js";
import { golden } from "../../golden.js";

const { cases } = golden<{ cases: { name: string; file: string; samples: number[] }[] }>("data/wav");
const bytesOf = (name: string) =>
  new Uint8Array(Buffer.from(cases.find((one) => one.name === name)?.file ?? "", "base64"));
const whole = bytesOf("16 bits");
/** The file of 16 bits with two bytes at one place put otherwise. */
const changed = (at: number, value: number) => {
  const bytes = whole.slice();
  new DataView(bytes.buffer).setUint16(at, value, true);
  return () => parseWav(bytes, "a.wav");
};

describe("parseWav", () => {
  test.each(cases)("reads what SciPy and Python have written: $name", ({ file, samples }) => {
    const sound = parseWav(new Uint8Array(Buffer.from(file, "base64")), "a.wav");
    expect(sound.sampleRate).toBe(8000);
    expect(Array.from(sound.samples)).toEqual(samples.map((sample) => sample + 0));
  });
  it("reads past parts that it does not know, of odd length too", () => {
    const part = Uint8Array.of(...Buffer.from("LIST"), 3, 0, 0, 0, 1, 2, 3, 0);
    const bytes = Uint8Array.of(...whole.subarray(0, 36), ...part, ...whole.subarray(36));
    expect(parseWav(bytes, "a.wav")).toEqual(parseWav(whole, "a.wav"));
  });
  it("reads the extensible format, and a length that was not known", () => {
    const extension = [22, 0, 16, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 16, 0, 128, 0, 0, 170, 0, 56, 155, 113];
    const bytes = Uint8Array.of(...whole.subarray(0, 36), ...extension, ...whole.subarray(36));
    bytes[16] = 40;
    bytes.set([0xfe, 0xff], 20);
    expect(parseWav(bytes, "a.wav")).toEqual(parseWav(whole, "a.wav"));
    bytes.fill(0xff, 40 + 24, 44 + 24);
    expect(parseWav(bytes, "a.wav")).toEqual(parseWav(whole, "a.wav"));
  });
  it("refuses a file that is cut off anywhere", () => {
    for (let end = 0; end < whole.length; end++) {
      expect(() => parseWav(whole.subarray(0, end), "a.wav"), `${end}`).toThrow(/^a\.wav (is|has) /);
    }
    expect(() => parseWav(whole.subarray(0, whole.length - 3), "a.wav")).toThrow(
      'a.wav is cut off: of the 24 bytes of its part "data" there are 21',
    );
  });
  it("refuses what is no sound, and formats that it does not know", () => {
    expect(() => parseWav(Buffer.from("ID3 an MP3 file"), "a.wav")).toThrow("a.wav is no WAV file (RIFF, WAVE)");
    expect(changed(20, 7)).toThrow("a.wav holds samples of 16 bits in format 7; expected whole numbers of 8, 16, 24");
    expect(changed(34, 12)).toThrow("a.wav holds samples of 12 bits in format 1");
    expect(changed(20, 3)).toThrow("a.wav holds samples of 16 bits in format 3");
    expect(changed(22, 0)).toThrow("a.wav has 0 channels at 8000 Hz; expected 1 or more of each");
    expect(changed(36, 0x7878)).toThrow("a.wav has no samples: it is cut off, or no WAV file");
    expect(changed(12, 0x7878)).toThrow("a.wav has no format before its samples");
    expect(changed(16, 14)).toThrow("a.wav: its format has 14 bytes; expected 16 or more");
    const float = bytesOf("float64");
    float.fill(0xff, float.length - 8);
    expect(() => parseWav(float, "a.wav")).toThrow("a.wav: sample 11 is NaN; expected a finite number");
  });
});
