import { describe, expect, it, test } from "vitest";
import { parseNpy } from "../../../src/data/files/parse-npy.js";
import { readNpy } from "../../../src/data/files/read-npy.js";
import { golden } from "../../golden.js";
import { temporaryFolder } from "./temporary-folder.js";

interface Case {
  name: string;
  file: string;
  rows: number;
  cols: number;
  values: number[];
}
const { cases, refused } = golden<{ cases: Case[]; refused: Record<string, string> }>("data/npy");
const folder = temporaryFolder();
const bytes = (file: string) => new Uint8Array(Buffer.from(file, "base64"));
const parse = (name: string) => () => parseNpy(bytes(refused[name]), "z.npy");

describe("readNpy", () => {
  test.each(cases)("reads what NumPy has saved: $name", async ({ name, file, rows, cols, values }) => {
    const m = await readNpy(folder.write("array.npy", bytes(file)));
    expect([m.rows, m.cols]).toEqual([rows, cols]);
    expect(m.data).toBeInstanceOf(name.includes("f4") ? Float32Array : Float64Array);
    expect(Array.from(m.data)).toEqual(values);
  });
  it("reads arrays without rows", async () => {
    expect(await readNpy(folder.write("none.npy", bytes(refused["no rows"])))).toMatchObject({ rows: 0, cols: 3 });
  });
  it("refuses what is no table of numbers, and says what to save", () => {
    expect(parse("objects")).toThrow(
      "z.npy holds objects; expected bool, int8 to uint64, float32 or float64: numpy.save",
    );
    expect(parse("records")).toThrow("z.npy holds records (a structured dtype); expected plain numbers");
    expect(parse("text")).toThrow('z.npy holds "<U3"; expected');
    expect(parse("complex")).toThrow("z.npy holds complex128; expected");
    expect(parse("half")).toThrow(
      'z.npy holds float16; expected bool, int8 to uint64, float32 or float64: numpy.save(path, array.astype("float64"))',
    );
    expect(parse("three dimensions")).toThrow(
      "z.npy has 3 dimensions; expected 1 or 2: numpy.save(path, array.reshape(len(array), -1))",
    );
    expect(parse("no dimension")).toThrow("z.npy has 0 dimensions; expected 1 or 2: numpy.save(path, numpy.atleast_1d");
  });
  it("refuses whole numbers that float64 does not hold, by row and column", () => {
    expect(parse("beyond")).toThrow("z.npy, row 1, column 1 is 9007199254740992; expected a whole number below 2^53");
    expect(parse("beyond below")).toThrow("z.npy, row 1, column 0 is -9223372036854775808; expected");
  });
  it("refuses a file cut off anywhere, or with something after it", () => {
    const whole = bytes(cases[0].file);
    for (let end = 0; end < whole.length; end++) {
      expect(() => parseNpy(whole.subarray(0, end), "z.npy"), `${end} bytes`).toThrow(/^z\.npy (is|has|: )/);
    }
    expect(() => parseNpy(whole.subarray(0, whole.length - 1), "z.npy")).toThrow(
      "z.npy has 47 bytes of numbers; expected 48, 3 x 4 of 4: the file is cut off, or more follows",
    );
    expect(() => parseNpy(Uint8Array.of(...whole, 0), "z.npy")).toThrow("z.npy has 49 bytes of numbers; expected 48");
  });
  it("refuses other files, other versions and other headers", async () => {
    await expect(readNpy("data/penguins.csv")).rejects.toThrow("data/penguins.csv is no .npy file: it does not begin");
    await expect(readNpy("nowhere.npy")).rejects.toThrow("cannot read nowhere.npy: there is no such file");
    const whole = bytes(cases[0].file);
    expect(() => parseNpy(whole.with(6, 9), "z.npy")).toThrow("z.npy is of version 9 of .npy; expected 1, 2 or 3");
    expect(() => parseNpy(whole.with(12, 63), "z.npy")).toThrow(/^z\.npy: its header is "\{.+; expected descr/);
  });
});
