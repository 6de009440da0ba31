// What is asked of the tables and pictures in data/: each a dataset, cut and standardised, the same for every library.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { datasetFromTable, parseCsv, readCsv, readSprite, split, splitAt, standardize } from "../../dist/index.js";

const file = /** @param {string} name */ (name) => fileURLToPath(new URL(`../../data/${name}`, import.meta.url));

/** @typedef {{ train: import("../../dist/index.js").Dataset, validation: import("../../dist/index.js").Dataset, test: import("../../dist/index.js").Dataset }} Parts */
/** @typedef {{ name: string, asks: string, parts(): Promise<Parts> }} Question */

/** @type {Question[]} */
export const questions = [
  {
    name: "breast-cancer.csv",
    asks: "malignant or benign",
    parts: async () =>
      standardized(split(await readCsv(file("breast-cancer.csv"), { target: "diagnosis" }), { seed: 1 })),
  },
  {
    name: "penguins.csv",
    asks: "which of three species",
    async parts() {
      const features = ["Beak Length (mm)", "Beak Depth (mm)", "Flipper Length (mm)", "Body Mass (g)"];
      const penguins = await readCsv(file("penguins.csv"), { target: "Species", features, missing: "drop" });
      return standardized(split(penguins, { seed: 1 }));
    },
  },
  {
    name: "seattle-weather.csv",
    asks: "rain tomorrow, in 2015, after the years before",
    parts: async () => standardized(rain()),
  },
  { name: "birdstrikes.csv.gz", asks: "damage or none", parts: async () => standardized(split(damage(), { seed: 1 })) },
  {
    name: "cats-dogs-silhouettes.png",
    asks: "cat or dog",
    async parts() {
      const classes = [
        { name: "cat", count: 992 },
        { name: "dog", count: 997 },
      ];
      return split(await readSprite(file("cats-dogs-silhouettes.png"), { width: 28, height: 28, classes }), {
        seed: 1,
      });
    },
  },
];

/** The hash of all numbers that the parts of a question hold, in the order that they have. */
export function hashOf(/** @type {Parts} */ { train, validation, test }) {
  const hash = createHash("sha256");
  for (const { features, targets } of [train, validation, test]) hash.update(features.data).update(targets);
  return hash.digest("hex");
}

/** Means and deviations are those of the training rows. */
function standardized(/** @type {Parts} */ { train, validation, test }) {
  const { apply } = standardize(train);
  return { train: apply(train), validation: apply(validation), test: apply(test) };
}

/** From four measurements of a day whether the next has rain: trained on 2012 and 2013, validated on 2014, tested on 2015. */
function rain() {
  const table = parseCsv(readFileSync(file("seattle-weather.csv"), "utf8"));
  const { columns, rows, rowNumbers } = table;
  const measured = ["precipitation", "temp_max", "temp_min", "wind"];
  const [wet, ...others] = measured.map((name) => columns.indexOf(name));
  const days = rows.slice(1).map((tomorrow, i) => {
    return [rows[i][wet], ...others.map((j) => rows[i][j]), Number(tomorrow[wet]) > 0 ? "rain" : "dry"];
  });
  const pairs = { ...table, columns: [...measured, "tomorrow"], rows: days, rowNumbers: rowNumbers.subarray(1) };
  const first = /** @param {string} year */ (year) => rows.findIndex((row) => `${row[0]}`.startsWith(year));
  const dataset = datasetFromTable(pairs, { target: "tomorrow" });
  const [train, validation, test] = splitAt(dataset, first("2014"), first("2015"));
  return { train, validation, test };
}

/** From speed, phase of the flight, time of day and size of the animal whether the aircraft was damaged. */
function damage() {
  const table = parseCsv(gunzipSync(readFileSync(file("birdstrikes.csv.gz"))).toString());
  const { columns, rows } = table;
  const [speed, effect, ...kinds] = [
    ...["Speed IAS in knots", "Effect Amount of damage"],
    ...["Phase of flight", "Time of day", "Wildlife Size"],
  ].map((name) => columns.indexOf(name));
  const values = kinds.flatMap((kind) => [...new Set(rows.map((row) => row[kind]))].map((value) => ({ kind, value })));
  const strikes = {
    ...table,
    columns: [columns[speed], ...values.map(({ kind, value }) => `${columns[kind]}: ${value}`), "damage"],
    rows: rows.map((row) => [
      row[speed],
      ...values.map(({ kind, value }) => Number(row[kind] === value)),
      row[effect] === "None" ? "none" : "some",
    ]),
  };
  return datasetFromTable(strikes, { target: "damage", missing: "drop" });
}
