import { describe, expect, it } from "vitest";
import { type DatasetOptions, datasetFromTable } from "../../src/data/dataset-from-table.js";
import { parseCsv } from "../../src/data/files/parse-csv.js";
import { toRows } from "../../src/numerics/matrix.js";

const dataset = (text: string, options: DatasetOptions) =>
  datasetFromTable(parseCsv(text, { source: "pets.csv" }), options);
const PETS = "age,tame,kind\n3,true,cat\n5,false,dog\n4,true,cat\n";
const GAPS = "age,note,kind\n3,,cat\n,x,dog\n4,y,\n5,z,dog\n";

describe("datasetFromTable", () => {
  it("takes all columns but the target; true and false are 1 and 0", () => {
    const pets = dataset(PETS, { target: "kind" });
    expect(toRows(pets.features)).toEqual([
      [3, 1],
      [5, 0],
      [4, 1],
    ]);
    expect(pets).toMatchObject({ featureNames: ["age", "tame"], classNames: ["cat", "dog"], dropped: 0 });
    expect(pets.targets).toEqual(Int32Array.of(0, 1, 0));
    expect(pets.rowNumbers).toEqual(Int32Array.of(2, 3, 4));
  });
  it("takes the named features in their order", () => {
    const pets = dataset(PETS, { target: "kind", features: ["tame", "age"] });
    expect(toRows(pets.features)[1]).toEqual([0, 5]);
    expect(pets.featureNames).toEqual(["tame", "age"]);
  });
  it("orders the classes as told", () => {
    expect(dataset(PETS, { target: "kind", classNames: ["dog", "cat"] }).targets).toEqual(Int32Array.of(1, 0, 1));
    expect(() => dataset(PETS, { target: "kind", classNames: ["dog", "bird"] })).toThrow(
      'pets.csv, line 2, column "kind" is "cat"; expected one of "dog", "bird"',
    );
  });
  it("names the file, line, column and value of a feature that is no number", () => {
    expect(() => dataset("age,kind\n3,cat\nold,dog\n", { target: "kind" })).toThrow(
      'pets.csv, line 3, column "age" is "old"; expected a finite number',
    );
    expect(() => dataset("age,kind\n3,cat\ninf,dog\n", { target: "kind" })).toThrow('line 3, column "age" is "inf"');
  });
  it.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("refuses %d", (value) => {
    const table = { ...parseCsv(PETS), rows: [[value, true, "cat"]], rowNumbers: Int32Array.of(2) };
    expect(() => datasetFromTable(table, { target: "kind" })).toThrow(
      `column "age" is ${value}; expected a finite number`,
    );
  });
  it("names the file, line and column of a missing value", () => {
    expect(() => dataset(GAPS, { target: "kind", features: ["age"] })).toThrow(
      'pets.csv, line 3, column "age" has no value (an empty field or NaN); expected a finite number. { missing: "drop" }',
    );
    expect(() => dataset("age,kind\n3,\n4,dog\n", { target: "kind" })).toThrow(
      'pets.csv, line 2, column "kind" has no value (an empty field or NaN); expected a class',
    );
  });
  it("drops rows with a missing value when told to, counts them, and looks only at the columns it uses", () => {
    const pets = dataset(GAPS, { target: "kind", features: ["age"], missing: "drop" });
    expect(toRows(pets.features)).toEqual([[3], [5]]);
    expect(pets.rowNumbers).toEqual(Int32Array.of(2, 5));
    expect(pets.dropped).toBe(2);
  });
  it("does not drop text among numbers", () => {
    expect(() => dataset("age,kind\nold,cat\n,dog\n", { target: "kind", missing: "drop" })).toThrow('is "old"');
  });
  it.each(["", "NA", "NaN", "nan", "null", "N/A", "#N/A", "NULL", "None", "<NA>", "n/a"])(
    "takes %j for a missing value where a number or a time should be, and for text elsewhere",
    (word) => {
      const text = `year,age,who,kind\n2012,3,a,cat\n2013,${word},b,dog\n${word},4,c,dog\n2014,5,d,dog\n`;
      const options = { target: "kind", features: ["age"], times: "year" };
      const found = word === "" ? "an empty field or NaN" : JSON.stringify(word);
      expect(() => dataset(text, options)).toThrow(
        `pets.csv, line 3, column "age" has no value (${found}); expected a finite number. { missing: "drop" }`,
      );
      const kept = dataset(text, { ...options, missing: "drop" });
      expect(kept).toMatchObject({ dropped: 2, times: Float64Array.of(2012, 2014) });
      expect(toRows(kept.features)).toEqual([[3], [5]]);
      if (word === "") return;
      const named = dataset(`age,who,kind\n3,${word},${word}\n4,b,dog\n`, { target: "kind", groups: "who" });
      expect(named).toMatchObject({ groups: [word, "b"], dropped: 0 });
      expect([...named.classNames].sort()).toEqual([word, "dog"].sort());
    },
  );
  it.each([
    ["0", "1"],
    ["false", "true"],
  ])("refuses such a word as a target among %s and %s, unless classNames say what it is", (no, yes) => {
    const text = `age,ill\n3,${no}\n4,NA\n5,${yes}\n`;
    expect(() => dataset(text, { target: "ill", missing: "drop" })).toThrow(
      `pets.csv, column "ill" holds "NA" among values such as ${no}; expected classNames: with "NA" in it that is a class, without it a missing value`,
    );
    const classNames = [no, yes];
    expect(dataset(text, { target: "ill", missing: "drop", classNames })).toMatchObject({
      ...{ dropped: 1, targets: Int32Array.of(0, 1), classNames },
    });
    expect(() => dataset(text, { target: "ill", classNames })).toThrow(
      'pets.csv, line 3, column "ill" has no value ("NA"); expected a class. { missing: "drop" } leaves such rows out',
    );
    expect(dataset(text, { target: "ill", missing: "drop", classNames: [no, "NA", yes] })).toMatchObject({
      ...{ dropped: 0, targets: Int32Array.of(0, 1, 2) },
    });
  });
  it("says so when no row is left", () => {
    expect(() => dataset("age,kind\n,cat\n,dog\n", { target: "kind", missing: "drop" })).toThrow(
      "pets.csv has no rows to learn from: 2 of 2 miss a value",
    );
  });
  it("names the columns there are, and the one that was probably meant", () => {
    expect(() => dataset(PETS, { target: "knid" })).toThrow(
      'pets.csv has no column "knid" (target); it has "age", "tame", "kind". Did you mean "kind"?',
    );
    expect(() => dataset(PETS, { target: "kind", features: ["Age"] })).toThrow('no column "Age" (features)');
    expect(() => dataset(PETS, { target: "species" })).toThrow(/"kind"\.$/);
    expect(() => dataset(PETS, {} as DatasetOptions)).toThrow("target is undefined; expected the name of a column");
  });
  it("refuses features that are none, named twice, or the target", () => {
    expect(() => dataset(PETS, { target: "kind", features: [] })).toThrow("pets.csv: no features");
    expect(() => dataset("kind\na\nb\n", { target: "kind" })).toThrow('expected a column beside "kind"');
    expect(() => dataset(PETS, { target: "kind", features: ["age", "age"] })).toThrow('features: "age" is named twice');
    expect(() => dataset(PETS, { target: "kind", features: ["kind"] })).toThrow('features: "kind" is the target');
  });
  it("refuses another word for missing", () => {
    const options = { target: "kind", missing: "skip" } as unknown as DatasetOptions;
    expect(() => dataset(PETS, options)).toThrow('missing is "skip"; expected "error" or "drop"');
  });
  it("keeps columns of groups and times, which are no features unless named", () => {
    const text = "patient,day,age,kind\nu,2012-01-02,3,cat\n7,2012-01-01,5,dog\ntrue,2012-01-02 12:00,4,cat\n";
    const pets = dataset(text, { target: "kind", groups: "patient", times: "day" });
    expect(pets.featureNames).toEqual(["age"]);
    expect(pets.groups).toEqual(["u", 7, "true"]);
    expect(pets.times).toEqual(Float64Array.of(Date.UTC(2012, 0, 2), Date.UTC(2012, 0, 1), Date.UTC(2012, 0, 2, 12)));
    const aged = dataset(PETS, { target: "kind", features: ["age"], times: "age", groups: "age" });
    expect(aged).toMatchObject({ featureNames: ["age"], times: Float64Array.of(3, 5, 4), groups: [3, 5, 4] });
    expect(dataset(PETS, { target: "kind" })).not.toHaveProperty("groups");
  });
  it("names the row of a group or a time that is missing, and drops it when told to", () => {
    const text = "who,year,age,kind\na,2012,3,cat\n,2013,5,dog\nb,,4,cat\n";
    expect(() => dataset(text, { target: "kind", features: ["age"], groups: "who" })).toThrow(
      'pets.csv, line 3, column "who" has no value (an empty field or NaN); expected a group. { missing: "drop" }',
    );
    expect(() => dataset(text, { target: "kind", features: ["age"], times: "year" })).toThrow(
      'line 4, column "year" has no value (an empty field or NaN); expected a time.',
    );
    const kept = dataset(text, {
      target: "kind",
      groups: "who",
      times: "year",
      missing: "drop",
      classNames: ["cat", "dog"],
    });
    expect(kept).toMatchObject({ dropped: 2, groups: ["a"], times: Float64Array.of(2012) });
  });
  it("refuses times that nobody knows how to read, or of two kinds", () => {
    const options = { target: "kind", times: "day" };
    expect(() => dataset("day,age,kind\n1/2/2012,3,cat\n2/1/2012,5,dog\n", options)).toThrow(
      'pets.csv, line 2, column "day" is "1/2/2012"; expected a date of ISO 8601, such as "2012-01-31"',
    );
    expect(() => dataset("day,age,kind\n2012,3,cat\n2013-01-01,5,dog\n", options)).toThrow(
      'pets.csv, line 3, column "day" is "2013-01-01"; expected a finite number',
    );
  });
  it("refuses groups and times that are no column", () => {
    expect(() => dataset(PETS, { target: "kind", groups: "owner" })).toThrow('no column "owner" (groups)');
    expect(() => dataset(PETS, { target: "kind", times: 2012 as never })).toThrow(
      "datasetFromTable: times is 2012; expected the name of a column",
    );
  });
});
