import * as zlib from "node:zlib";
import { describe, expect, it, test } from "vitest";
import { readParquet } from "../../../src/data/files/read-parquet.js";
import { toRows } from "../../../src/numerics/matrix.js";
import { golden } from "../../golden.js";
import { temporaryFolder } from "./temporary-folder.js";

const { files, names, rows, kinds } = golden<{
  files: Record<string, string>;
  names: string[];
  rows: number[][];
  kinds: string[];
}>("data/parquet");
const folder = temporaryFolder();
const bytes = (name: string) => new Uint8Array(Buffer.from(files[name], "base64"));
const file = (name: string) => folder.write(`${name}.parquet`, bytes(name));
const odd = (feature: string, missing?: "drop") =>
  readParquet(file("odd"), { target: "kind", features: [feature], missing });

describe("readParquet", () => {
  const packings = ["snappy", "none", "gzip", "brotli", ...("zstdDecompressSync" in zlib ? ["zstd"] : [])];
  test.each(packings)("reads what pyarrow has written: %s", async (packing) => {
    const pets = await readParquet(file(packing), { target: "kind" });
    expect(toRows(pets.features)).toEqual(rows);
    expect(pets).toMatchObject({ featureNames: names, classNames: ["cat", "dog"], dropped: 0 });
    expect(Array.from(pets.targets, (k) => pets.classNames[k])).toEqual(kinds);
    expect(pets.rowNumbers).toEqual(Int32Array.from(rows, (_, i) => i));
  });
  it("reads the columns that are named, in that order, and text and booleans as targets", async () => {
    const pets = await readParquet(file("snappy"), { target: "tame", features: ["weight", "age"] });
    expect(toRows(pets.features)).toEqual(rows.map((row) => [row[names.indexOf("weight")], row[0]]));
    expect(pets.classNames).toEqual(["false", "true"]);
    expect((await readParquet(file("odd"), { target: "city", features: ["age"] })).classNames).toEqual(["Bern", "Rom"]);
  });
  it("reads columns of groups and times beside the features that are named", async () => {
    const options = { target: "kind", features: ["weight"], groups: "tame", times: "age" };
    const pets = await readParquet(file("snappy"), options);
    expect(pets.featureNames).toEqual(["weight"]);
    expect(pets.times).toEqual(Float64Array.from(rows, (row) => row[names.indexOf("age")]));
    expect(pets.groups).toEqual(rows.map((row) => String(row[names.indexOf("tame")] === 1)));
  });
  it("says where a value is missing, and counts the rows that it leaves out", async () => {
    await expect(odd("gap")).rejects.toThrow(/odd\.parquet, row 7, column "gap" has no value/);
    await expect(odd("nan")).rejects.toThrow(/odd\.parquet, row 9, column "nan" has no value/);
    const dropped = await odd("gap", "drop");
    expect(dropped.dropped).toBe(1);
    expect(Array.from(dropped.rowNumbers.subarray(5, 9))).toEqual([5, 6, 8, 9]);
  });
  it("says which row and column hold no number", async () => {
    await expect(odd("big")).rejects.toThrow(
      /odd\.parquet, row 3, column "big" is "9007199254740992"; expected a finite/,
    );
    await expect(odd("born")).rejects.toThrow('row 0, column "born" is "2026-11-01T00:00:00.000Z"; expected a finite');
    await expect(odd("toys")).rejects.toThrow('row 0, column "toys" is an Array of 2; expected a number, text');
    await expect(odd("kinds")).rejects.toThrow(
      'has no column "kinds" (features); it has "kind", "age", "small", "weight", "height", "tame", "price", "gap", "nan"',
    );
  });
  it("says how it is packed when it cannot unpack it, and what to do", async () => {
    await expect(readParquet(file("lz4"), { target: "kind" })).rejects.toThrow(
      /lz4\.parquet, column "kind" is packed by LZ4_RAW; expected UNCOMPRESSED, SNAPPY, GZIP, BROTLI.*compression="snappy"\) writes it so$/,
    );
  });
  it("refuses other files, damaged ones, and tables without rows", async () => {
    await expect(readParquet("data/penguins.csv", { target: "kind" })).rejects.toThrow(
      "data/penguins.csv is not a readable Parquet file: parquet file invalid (footer != PAR1)",
    );
    await expect(readParquet("none.parquet", { target: "kind" })).rejects.toThrow("cannot read none.parquet: there is");
    await expect(readParquet(file("no rows"), { target: "kind" })).rejects.toThrow("has no rows to learn from");
    const whole = bytes("snappy");
    for (let end = 0; end < whole.length; end += 97) {
      const cut = folder.write("cut.parquet", whole.subarray(0, end));
      await expect(readParquet(cut, { target: "kind" })).rejects.toThrow(
        /cut\.parquet is not a readable Parquet file: /,
      );
    }
    const holed = folder.write("holed.parquet", bytes("gzip").fill(0, 100, 300));
    await expect(readParquet(holed, { target: "kind" })).rejects.toThrow(/holed\.parquet is not a readable Parquet/);
  });
  it("refuses options that it does not know, before it reads", async () => {
    const options = { target: "kind", delimiter: ";" };
    await expect(readParquet("none.parquet", options)).rejects.toThrow("readParquet: there is no option delimiter");
  });
});
