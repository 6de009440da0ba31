import { DataFrame } from "danfojs-node";
import { describe, expect, it } from "vitest";
import { datasetFromFrame } from "../../../src/data/files/dataset-from-frame.js";
import { readCsv } from "../../../src/data/files/read-csv.js";
import { readTable } from "../../../src/data/files/read-table.js";
import { toRows } from "../../../src/numerics/matrix.js";
import { temporaryFolder } from "./temporary-folder.js";

const folder = temporaryFolder();
const pets = () =>
  new DataFrame(
    [
      [3, "cat"],
      [5, "dog"],
      [Number.NaN, "cat"],
    ],
    { columns: ["age", "kind"] },
  );

describe("datasetFromFrame", () => {
  it.each([
    ["data/breast-cancer.csv", { target: "diagnosis" }],
    [
      "data/penguins.csv",
      { target: "Species", features: ["Body Mass (g)", "Beak Depth (mm)"], missing: "drop" as const },
    ],
    [
      "data/birdstrikes.csv.gz",
      { target: "Effect Amount of damage", features: ["Speed IAS in knots"], missing: "drop" as const },
    ],
  ])("makes of readTable's %s what readCsv makes of it", async (file, options) => {
    expect(datasetFromFrame(await readTable(file), options)).toEqual(await readCsv(file, options));
  });
  it("takes a DataFrame that was made in memory, and calls rows by their index", () => {
    const dataset = datasetFromFrame(pets(), { target: "kind", missing: "drop" });
    expect(toRows(dataset.features)).toEqual([[3], [5]]);
    expect(dataset).toMatchObject({ classNames: ["cat", "dog"], dropped: 1, rowNumbers: Int32Array.of(0, 1) });
    expect(() => datasetFromFrame(pets(), { target: "kind" })).toThrow('the frame, row 2, column "age" has no value');
    expect(() => datasetFromFrame(pets(), { target: "kind", delimiter: ";" } as never)).toThrow(
      "datasetFromFrame: there is no option delimiter; expected target, features, classNames, missing",
    );
    expect(() => datasetFromFrame(pets(), { target: "knid" })).toThrow('the frame has no column "knid" (target)');
  });
  it.each([[null], [undefined], [Number.NaN], [""]])("takes %j for no value", (gap) => {
    const frame = {
      columns: ["x", "y"],
      index: [0, 1, 2],
      values: [
        [1, "a"],
        [gap, "a"],
        [2, "b"],
      ],
    };
    expect(() => datasetFromFrame(frame, { target: "y" })).toThrow('the frame, row 1, column "x" has no value');
    expect(datasetFromFrame(frame, { target: "y", missing: "drop" }).dropped).toBe(1);
  });
  it("uses a column that was added in place, and still names lines of the file", async () => {
    const weather = await readTable("data/seattle-weather.csv");
    const rain = (weather.column("precipitation").values as number[]).map((millimetres) => millimetres > 0);
    weather.addColumn("rain", rain, { inplace: true });
    const dataset = datasetFromFrame(weather, { target: "rain", features: ["temp_max", "wind"] });
    expect(dataset.classNames).toEqual(["false", "true"]);
    expect(dataset.rowNumbers[1460]).toBe(1462);
    expect(() => datasetFromFrame(weather, { target: "rain" })).toThrow(
      'data/seattle-weather.csv, line 2, column "date" is "2012-01-01"',
    );
  });
  it("never names a line of the file that is not the row's", async () => {
    const read = () => readTable(folder.write("x.csv", "x,y\n9,a\n8,b\nold,c\n7,d\n"));
    const messageOf = (frame: Awaited<ReturnType<typeof readTable>>) => {
      try {
        datasetFromFrame(frame, { target: "y" });
      } catch (error) {
        return (error as Error).message.split(", column")[0].replace(folder.path, "");
      }
      return "no error";
    };
    expect(messageOf(await read())).toBe("/x.csv, line 4");
    expect(messageOf((await read()).tail(3))).toBe("the frame, row 2");
    expect(messageOf((await read()).iloc({ rows: ["1:4"] }))).toBe("the frame, row 2");
    expect(messageOf((await read()).query([false, true, true, true]))).toBe("the frame, row 2");
    const sorted = await read();
    sorted.sortValues("y", { ascending: false, inplace: true });
    expect(messageOf(sorted)).toBe("the frame, row 2");
    const dropped = await read();
    dropped.drop({ index: [0], inplace: true });
    expect(messageOf(dropped)).toBe("the frame, row 2");
    const renumbered = await read();
    renumbered.sortValues("y", { ascending: false, inplace: true });
    (renumbered as unknown as { resetIndex(options: object): void }).resetIndex({ inplace: true });
    expect(messageOf(renumbered)).toBe("the frame, row 1");
  });
  it.each([[undefined], [null], [[[1, 2]]], [{ columns: ["a"], index: [0], values: [1] }]])("refuses %j", (frame) => {
    expect(() => datasetFromFrame(frame as never, { target: "a" })).toThrow(
      /^datasetFromFrame: frame is .+; expected a DataFrame$/,
    );
  });
});
