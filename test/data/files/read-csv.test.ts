import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readCsv } from "../../../src/data/files/read-csv.js";
import { toRows } from "../../../src/numerics/matrix.js";
import { temporaryFolder } from "./temporary-folder.js";

const folder = temporaryFolder();
const PETS = "age,kind\n3,cat\n5,dog\n";

describe("readCsv", () => {
  it("reads the breast-cancer table", async () => {
    const dataset = await readCsv("data/breast-cancer.csv", { target: "diagnosis" });
    expect(dataset.features).toMatchObject({ rows: 569, cols: 30 });
    expect(dataset.classNames).toEqual(["benign", "malignant"]);
    expect(dataset.targets.reduce((sum, target) => sum + target)).toBe(212);
    expect(toRows(dataset.features)[0].slice(0, 3)).toEqual([17.99, 10.38, 122.8]);
    expect(dataset.rowNumbers[0]).toBe(2);
  });
  it("counts the penguins with gaps that it leaves out", async () => {
    const features = ["Beak Length (mm)", "Beak Depth (mm)", "Flipper Length (mm)", "Body Mass (g)"];
    const penguins = await readCsv("data/penguins.csv", { target: "Species", features, missing: "drop" });
    expect(penguins).toMatchObject({ dropped: 2, classNames: ["Adelie", "Chinstrap", "Gentoo"] });
    expect(penguins.features.rows).toBe(342);
    await expect(readCsv("data/penguins.csv", { target: "Species", features })).rejects.toThrow(
      'data/penguins.csv, line 5, column "Beak Length (mm)" has no value',
    );
    await expect(readCsv("data/penguins.csv", { target: "Species" })).rejects.toThrow(
      'data/penguins.csv, line 2, column "Island" is "Torgersen"; expected a finite number',
    );
  });
  it("names itself, not what it calls, and looks at the options before the file", async () => {
    for (const [options, message] of [
      [
        { target: "kind", separator: ";" },
        "readCsv: there is no option separator; expected target, features, classNames",
      ],
      [{}, "readCsv: target is undefined; expected the name of a column"],
      [undefined, "readCsv: target is undefined; expected the name of a column"],
      [{ target: "kind", missing: "skip" }, 'readCsv: missing is "skip"; expected "error" or "drop"'],
      [{ target: "kind", features: "age" }, 'readCsv: features is "age"; expected an array'],
    ] as const) {
      await expect(readCsv("no-such-file.csv", options as never)).rejects.toThrow(message);
    }
  });
  it("reads gzipped files, whatever their name", async () => {
    for (const name of ["pets.csv.gz", "pets.data"]) {
      const pets = await readCsv(folder.write(name, gzipSync(PETS)), { target: "kind" });
      expect(toRows(pets.features)).toEqual([[3], [5]]);
    }
  });
  it("reads tabs in .tsv and .tsv.gz, and the delimiter it is told", async () => {
    const tsv = PETS.replaceAll(",", "\t");
    for (const [name, content] of [
      ["a.tsv", tsv],
      ["a.TSV.gz", gzipSync(tsv)],
    ] as const) {
      expect((await readCsv(folder.write(name, content), { target: "kind" })).targets).toEqual(Int32Array.of(0, 1));
    }
    const file = folder.write("semicolons.csv", PETS.replaceAll(",", ";"));
    expect((await readCsv(file, { target: "kind", delimiter: ";" })).featureNames).toEqual(["age"]);
    await expect(readCsv(file, { target: "kind" })).rejects.toThrow(
      'no column "kind" (target); it has "age;kind". The header looks as if its fields were separated by ";": { delimiter: ";" }',
    );
  });
  it("reads a byte order mark, CRLF, commas and line breaks in quotes", async () => {
    const file = folder.write("excel.csv", '\ufeffage,"kind"\r\n3,"cat, tame"\r\n5,"dog\r\nbig"\r\n7,"cat, tame"\r\n');
    const pets = await readCsv(file, { target: "kind" });
    expect(pets.classNames).toEqual(["cat, tame", "dog\r\nbig"]);
    expect(pets.rowNumbers).toEqual(Int32Array.of(2, 3, 5));
  });
  it.each([
    ["1,5", 'is "1,5"; expected a finite number, with a decimal point'],
    ["-12,25 ", 'is "-12,25 "; expected a finite number, with a decimal point'],
    ["1,234,567", 'is "1,234,567"; expected a finite number. { features: [...] } names the columns to use'],
    ["1e999", 'is "1e999"; expected a finite number.'],
    ["$5", 'is "$5"; expected a finite number.'],
    ["NA", 'has no value ("NA"); expected a finite number.'],
    [" ", 'is " "; expected a finite number.'],
    ["", "has no value (an empty field or NaN); expected a finite number."],
  ])("names line and column of %j, behind a line break in quotes", async (field, message) => {
    const file = folder.write("bad.csv", `\ufeffnote;age;kind\r\n"1\r\n2";3;cat\r\n\r\n3;${field};dog\r\n`);
    const read = readCsv(file, { target: "kind", delimiter: ";" });
    await expect(read).rejects.toThrow('bad.csv, line 2, column "note" is "1\\r\\n2"; expected a finite number.');
    const kept = folder.write("kept.csv", `\ufeffage;kind\r\n3;"cat\r\ntame"\r\n\r\n${field};dog\r\n`);
    const why = readCsv(kept, { target: "kind", delimiter: ";" });
    await expect(why).rejects.toThrow(`kept.csv, line 5, column "age" ${message}`);
  });
  it("says that there is no such file, with the path as it was written", async () => {
    await expect(readCsv("data/../nowhere/pets.csv", { target: "kind" })).rejects.toThrow(
      /^cannot read data\/\.\.\/nowhere\/pets\.csv: there is no such file$/,
    );
    await expect(readCsv("data", { target: "kind" })).rejects.toThrow("cannot read data: it is a folder");
  });
  it("refuses what is not text, is cut off, or is empty", async () => {
    await expect(readCsv("data/cats-dogs-silhouettes.png", { target: "kind" })).rejects.toThrow(
      "data/cats-dogs-silhouettes.png is not text in UTF-8",
    );
    const latin1 = folder.write("latin1.csv", Buffer.from("âge,kind\n3,cat\n", "latin1"));
    await expect(readCsv(latin1, { target: "kind" })).rejects.toThrow("is not text in UTF-8");
    const cut = folder.write("cut.csv.gz", gzipSync(PETS).subarray(0, 20));
    await expect(readCsv(cut, { target: "kind" })).rejects.toThrow(
      /^cannot unpack .+cut\.csv\.gz: unexpected end of file$/,
    );
    await expect(readCsv(folder.write("empty.csv", ""), { target: "kind" })).rejects.toThrow("empty.csv is empty");
  });
  it("keeps a file whose name begins with http on this machine", async () => {
    await expect(readCsv("https-log.csv", { target: "kind" })).rejects.toThrow("cannot read https-log.csv");
  });
});
