import { appendFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Dataset } from "../../../src/data/dataset.js";
import { readCsv } from "../../../src/data/files/read-csv.js";
import { type StreamCsvOptions, streamCsv } from "../../../src/data/files/stream-csv.js";
import { joinExamples } from "../../../src/data/join-examples.js";
import { standardize } from "../../../src/data/standardize.js";
import "../../within-ulps.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stream-csv-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(text: string | Uint8Array, name = "a.csv"): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function partsOf(stream: AsyncIterable<Dataset>): Promise<Dataset[]> {
  const parts: Dataset[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

const cancer = "data/breast-cancer.csv";

describe("streamCsv", () => {
  test.each([1, 7, 100, 569, 1000])("gives the examples of readCsv, %i rows a part, twice", async (partRows) => {
    const options = { target: "diagnosis" };
    const whole = await readCsv(cancer, options);
    const stream = await streamCsv(cancer, { ...options, partRows });
    expect([stream.rows, stream.dropped]).toEqual([569, 0]);
    expect([stream.classNames, stream.featureNames]).toEqual([whole.classNames, whole.featureNames]);
    for (let pass = 0; pass < 2; pass++) {
      const parts = await partsOf(stream);
      expect(parts.map(({ targets }) => targets.length).slice(0, -1)).toEqual(
        Array(Math.ceil(569 / partRows) - 1).fill(partRows),
      );
      expect(parts.reduce(joinExamples)).toEqual(whole);
    }
  });

  test("knows the standardisation of all rows, as standardize finds it", async () => {
    const whole = await readCsv(cancer, { target: "diagnosis" });
    const { mean, scale, apply } = standardize(whole);
    const stream = await streamCsv(cancer, { target: "diagnosis", partRows: 50 });
    expect([...stream.standardization.mean]).toBeRelativelyClose([...mean], 1e-13);
    expect([...stream.standardization.scale]).toBeRelativelyClose([...scale], 1e-13);
    const ours = stream.standardization.apply(whole).features.data;
    expect([...ours]).toBeRelativelyClose([...apply(whole).features.data], 1e-11, 1);
  });

  test("a file that is sorted by class is told of: it is learnt badly from", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    try {
      const rows = Array.from({ length: 100 }, (_, i) => `${i},${i < 50 ? "a" : "b"}`);
      const sorted = file(`x,kind\n${rows.join("\n")}\n`);
      await streamCsv(sorted, { target: "kind" });
      expect(warn).not.toHaveBeenCalled();
      await streamCsv(sorted, { target: "kind", partRows: 34 });
      expect(warn).toHaveBeenCalledExactlyOnceWith(
        expect.stringContaining('seems to be sorted: there are parts with "a" only, and with "b" only.'),
      );
    } finally {
      warn.mockRestore();
    }
  });

  test("reads quoted line breaks, CRLF, a mark at the beginning, .tsv and gzip, wherever the pieces of the file end", async () => {
    // Three pieces of 256 KiB as it is, many more unpacked.
    const count = process.env.CI === "true" ? 40_000 : 24_000;
    const rows = Array.from({ length: count }, (_, i) => `${i}\t"é ${i % 3}\r\nline"\t${i % 2 ? "yes" : "no"}`);
    const text = `\uFEFFn\tnote\tkind\r\n${rows.join("\r\n")}\r\n`;
    const options = { target: "kind", features: ["n"] };
    const paths = [file(text, "a.tsv"), file(gzipSync(text), "b.tsv.gz")];
    const whole = await readCsv(paths[0], options);
    for (const path of paths) {
      expect((await partsOf(await streamCsv(path, { ...options, partRows: 3001 }))).reduce(joinExamples)).toEqual({
        ...whole,
      });
    }
    expect(whole.rowNumbers[count - 1]).toBe(2 * count);
  });

  test("rows that miss a value are left out and counted, when asked; a part may have none left", async () => {
    const path = file("x,kind\n,a\n,b\n1,a\n2,b\n3,\n");
    const stream = await streamCsv(path, { target: "kind", missing: "drop", partRows: 2 });
    expect([stream.rows, stream.dropped]).toEqual([2, 3]);
    const parts = await partsOf(stream);
    expect(parts.map(({ rowNumbers }) => [...rowNumbers])).toEqual([[], [4, 5], []]);
  });

  test("what other programs write for a missing value is one, wherever it stands, as to readCsv", async () => {
    const path = file("x,kind\nNA,0\n1,1\nnan,0\n2,NaN\n3,0\n");
    const options = { target: "kind", classNames: [0, 1], missing: "drop" } as const;
    const stream = await streamCsv(path, { ...options, partRows: 2 });
    expect([stream.rows, stream.dropped]).toEqual([2, 3]);
    const whole = await readCsv(path, options);
    expect({ ...(await partsOf(stream)).reduce(joinExamples), dropped: 3 }).toEqual(whole);
    await expect(streamCsv(path, { target: "kind", missing: "drop", partRows: 2 })).rejects.toThrow(
      'a.csv, column "kind" holds "NaN" among values such as 1; expected classNames',
    );
  });

  test.each([
    ["a value that is missing", "x,kind\n1,a\n2,b\n,a\n", {}, 'a.csv, line 4, column "x" has no value'],
    ["text for a number", "x,kind\n1,a\n2,b\nthree,a\n", {}, 'line 4, column "x" is "three"; expected a finite number'],
    [
      "another class",
      "x,kind\n1,a\n2,b\n3,c\n",
      { classNames: ["a", "b"] },
      'line 4, column "kind" is "c"; expected one of',
    ],
    ["a row too long", "x,kind\n1,a\n2,b,c\n", {}, "line 3 has 3 fields; the header has 2"],
    [
      "a quote not closed",
      'x,kind\n1,a\n2,"b\n',
      {},
      "a.csv, field 2 of the row that begins on line 3 begins with a quote that is not closed",
    ],
    ["columns of one name", "x,x\n1,2\n", {}, 'columns 1 and 2 are both named "x"'],
    ["no rows", "x,kind\n", {}, "has a header but no rows"],
    ["nothing", "", {}, "is empty; expected a header line and rows"],
    ["one class", "x,kind\n1,a\n2,a\n", {}, 'column "kind" holds one value only, "a"'],
    ["rows with gaps only", "x,kind\n,a\n,b\n", { missing: "drop" }, "has no rows to learn from: 2 of 2 miss a value"],
    ["bytes that are no text", Uint8Array.of(120, 44, 107, 10, 255, 254), {}, "is not text in UTF-8"],
    ["a part of 0 rows", "x,kind\n1,a\n", { partRows: 0 }, "streamCsv: partRows is 0; expected"],
    ["an unknown option", "x,kind\n1,a\n", { rows: 3 }, "rows"],
  ] as const)("%s is an error before anything is learnt from", async (_, text, options, message) => {
    const path = file(text);
    const asked = { target: "kind", partRows: 1, ...options } as unknown as StreamCsvOptions;
    await expect(streamCsv(path, asked)).rejects.toThrow(message);
  });

  test("a file that is not there, or is no gzip, is named", async () => {
    await expect(streamCsv("nowhere.csv", { target: "x" })).rejects.toThrow(
      "cannot read nowhere.csv: there is no such file",
    );
    const broken = gzipSync("x,kind\n1,a\n2,b\n").subarray(0, 20);
    await expect(streamCsv(file(broken, "b.csv.gz"), { target: "kind" })).rejects.toThrow("cannot unpack");
  });

  test("a file that has changed is an error, not other examples", async () => {
    const path = file("x,kind\n1,a\n2,b\n");
    const stream = await streamCsv(path, { target: "kind" });
    appendFileSync(path, "3,a\n");
    await expect(partsOf(stream)).rejects.toThrow("is no longer what it was");
  });

  test("a file that was touched, or written again with the same bytes, is what it was", async () => {
    const text = "x,kind\n1,a\n2,b\n";
    const path = file(text);
    const stream = await streamCsv(path, { target: "kind", partRows: 1 });
    const first = await partsOf(stream);
    utimesSync(path, new Date(), new Date(2001, 1, 1));
    expect(await partsOf(stream)).toEqual(first);
    const during: Dataset[] = [];
    for await (const part of stream) {
      during.push(part);
      file(text);
      utimesSync(path, new Date(), new Date(2002, 1, during.length));
    }
    expect(during).toEqual(first);
    file("x,kind\n1,a\n3,b\n");
    await expect(partsOf(stream)).rejects.toThrow(
      `streamCsv: ${path} is no longer what it was; expected the same bytes as long as it is read`,
    );
  });

  test("its hash is another for other bytes and other readings", async () => {
    const path = file("x,y,kind\n1,1,a\n2,2,b\n");
    const copy = file("x,y,kind\n1,1,a\n2,2,b\n", "copy.csv");
    const other = file("x,y,kind\n1,1,a\n2,3,b\n", "other.csv");
    const hash = async (at: string, options: object = {}) => (await streamCsv(at, { target: "kind", ...options })).hash;
    const own = await hash(path);
    expect(await hash(copy)).toBe(own);
    const noted = await hash(path, { groups: "y" });
    expect(noted).not.toBe(await hash(path));
    const others = [noted, await hash(other), await hash(path, { partRows: 1 }), await hash(path, { features: ["x"] })];
    expect(new Set([own, ...others]).size).toBe(5);
  });
});
