import { describe, expect, it, vi } from "vitest";
import { readTable } from "../../../src/data/files/read-table.js";
import { temporaryFolder } from "./temporary-folder.js";

const folder = temporaryFolder();

describe("readTable", () => {
  it("reads a file as a DataFrame of danfojs", async () => {
    const weather = await readTable("data/seattle-weather.csv");
    expect(weather.shape).toEqual([1461, 6]);
    expect(weather.columns).toEqual(["date", "precipitation", "temp_max", "temp_min", "wind", "weather"]);
    expect(weather.dtypes).toEqual(["string", "float32", "float32", "float32", "float32", "string"]);
    expect(weather.column("precipitation").mean()).toBeCloseTo(3.0294318959616757, 12);
    expect(weather.groupby(["weather"]).col(["wind"]).count().values).toContainEqual(["fog", 101]);
  });
  it("reads a gzipped file", async () => {
    const strikes = await readTable("data/birdstrikes.csv.gz");
    expect(strikes.shape).toEqual([10_000, 8]);
    const isNa = strikes.column("Speed IAS in knots").isNa().values;
    expect(isNa.filter(Boolean).length).toBe(2836);
  });
  it("names the kind of each column by all its rows", async () => {
    const kinds = await readTable(
      folder.write(
        "kinds.csv",
        "whole,real,gap,truth,text,mixed,large,nothing,truthgap\n1,1,1,true,a,1,1,,\n2,1.5,,false,,x,1e10,,true\n",
      ),
    );
    expect(Object.fromEntries(kinds.columns.map((name, j) => [name, kinds.dtypes[j]]))).toEqual({
      whole: "int32",
      real: "float32",
      gap: "float32",
      truth: "boolean",
      text: "string",
      mixed: "string",
      large: "float32",
      nothing: "float32",
      truthgap: "string",
    });
    expect(kinds.values[1]).toEqual([2, 1.5, Number.NaN, false, null, "x", 1e10, Number.NaN, true]);
  });
  it("lets danfojs describe columns with gaps", async () => {
    const penguins = await readTable("data/penguins.csv");
    expect(penguins.describe().shape[1]).toBe(4);
    expect(penguins.dropNa({ axis: 1 }).shape[0]).toBe(334);
  });
  it("keeps columns that are called like numbers in their place", async () => {
    const years = await readTable(folder.write("years.csv", "country,2012,2011\nA,5,6\n"));
    expect(years.columns).toEqual(["country", "2012", "2011"]);
    expect(years.column("2012").values).toEqual([5]);
  });
  it("refuses ragged rows and columns of one name", async () => {
    await expect(readTable(folder.write("ragged.csv", "a,b\n1,2\n3\n"))).rejects.toThrow(
      /ragged\.csv, line 3 has 1 field; /,
    );
    await expect(readTable(folder.write("twice.csv", "a,a\n1,2\n"))).rejects.toThrow(
      'columns 1 and 2 are both named "a"',
    );
  });
  it("prints no banner", async () => {
    const spies = (["log", "warn", "info", "error"] as const).map((name) => vi.spyOn(console, name));
    const frame = await readTable("data/penguins.csv");
    const { tensor } = frame.loc({ columns: ["Body Mass (g)"] }) as unknown as { tensor: { shape: number[] } };
    expect(tensor.shape).toEqual([344, 1]);
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });
});
