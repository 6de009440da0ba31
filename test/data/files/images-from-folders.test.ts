import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it, test } from "vitest";
import { imagesFromFolders } from "../../../src/data/files/images-from-folders.js";
import { split } from "../../../src/data/index.js";
import { sigmoidCrossEntropy } from "../../../src/loss/index.js";
import { dense, sequential } from "../../../src/model/index.js";
import { rowOf } from "../../../src/numerics/matrix.js";
import { adam, fit } from "../../../src/training/index.js";
import { golden } from "../../golden.js";
import { temporaryFolder } from "./temporary-folder.js";

const { cases } = golden<{ cases: { name: string; file: string; rgb: number[] }[] }>("data/pictures");
const temporary = temporaryFolder();
const bytesOf = (name: string) => Buffer.from(cases.find((one) => one.name === name)?.file ?? "", "base64");
const PNG = bytesOf("rgb.png");
const JPEG = bytesOf("420.jpg");
const SMALL = { width: 6, height: 5 };

/** A folder with these files, of which each is its content. */
function folder(name: string, files: Record<string, Uint8Array>): string {
  for (const [file, content] of Object.entries(files)) {
    const path = join(temporary.path, name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return join(temporary.path, name);
}

describe("imagesFromFolders", () => {
  /** Levels of 255: PNG by float32's rounding; JPEG by a rounded inverse cosine transform, and colours of fewer pixels. */
  const levels: Record<string, number> = { png: 1e-4, "444.jpg": 0.6, "grey.jpg": 0.6, "cmyk.jpg": 1.2, jpg: 1.5 };
  test.each(cases)("reads as Pillow does: $name", async ({ name, file, rgb }) => {
    const path = folder(name, { [`cat.1.${name}`]: Buffer.from(file, "base64"), "dog.1.png": PNG });
    const row = rowOf((await imagesFromFolders(path, SMALL)).features, 0);
    // Pillow's numbers are kept plane by plane; here the three of a pixel are side by side.
    const pixels = rgb.length / 3;
    const here = (i: number) => row[(i % pixels) * 3 + Math.floor(i / pixels)];
    const worst = Math.max(...rgb.map((value, i) => Math.abs(value - here(i)))) * 255;
    expect(worst).toBeLessThan(levels[name] ?? levels[name.slice(-3)]);
  });
  it("takes subfolders for classes, and files below them in the order of their paths", async () => {
    const path = folder("subfolders", {
      "dogs/b.png": PNG,
      "dogs/a.JPG": JPEG,
      "dogs/old/0.png": PNG,
      "cats/10.jpeg": JPEG,
      "cats/9.png": PNG,
      "cats/notes.txt": Buffer.from("none"),
      ".hidden/x.png": PNG,
      "README.md": Buffer.from("none"),
    });
    const pets = await imagesFromFolders(path, SMALL);
    expect(pets.files).toEqual(["cats/10.jpeg", "cats/9.png", "dogs/a.JPG", "dogs/b.png", "dogs/old/0.png"]);
    expect(pets).toMatchObject({ classNames: ["cats", "dogs"], targets: Int32Array.of(0, 0, 1, 1, 1), unreadable: [] });
    expect(pets.features).toMatchObject({ rows: 5, cols: 90 });
    expect([0, 1, 3, 18, 89].map((j) => pets.featureNames[j])).toEqual([
      "red y0x0",
      "green y0x0",
      "red y0x1",
      "red y1x0",
      "blue y4x5",
    ]);
    const turned = await imagesFromFolders(path, { ...SMALL, classNames: ["dogs", "cats"] });
    expect(turned.targets).toEqual(Int32Array.of(1, 1, 0, 0, 0));
    const { test: part } = split(pets, { seed: 1, test: 0.4, validation: 0, stratified: false });
    for (const [i, row] of part.rowNumbers.entries()) {
      expect(pets.files[row].startsWith(pets.classNames[part.targets[i]])).toBe(true);
    }
  });
  it("takes the beginnings of names for classes where there are no subfolders", async () => {
    const path = folder("flat", { "dog_big.2.png": PNG, "cat.10.jpg": JPEG, "cat.9.jpg": JPEG, "bird_3.png": PNG });
    const pets = await imagesFromFolders(path, SMALL);
    expect(pets.files).toEqual(["bird_3.png", "cat.10.jpg", "cat.9.jpg", "dog_big.2.png"]);
    expect(pets.classNames).toEqual(["bird", "cat", "dog_big"]);
  });
  it("follows links to folders and files, and names a link to nothing", async () => {
    const path = folder("links", { "cats/1.png": PNG });
    symlinkSync(join(path, "cats"), join(path, "dogs"));
    symlinkSync("nowhere.png", join(path, "cats/2.png"));
    const pets = await imagesFromFolders(path, { ...SMALL, unreadable: "drop" });
    expect(Array.from(pets.rowNumbers, (row) => pets.files[row])).toEqual(["cats/1.png", "dogs/1.png"]);
    expect(pets.unreadable[0]).toMatch(/^cannot read .+cats\/2\.png: there is no such file$/);
  });
  it("makes grey pictures of one channel, and numbers of float32", async () => {
    const path = folder("colours", { "a.1.png": PNG, "b.1.png": PNG });
    const rgb = rowOf((await imagesFromFolders(path, SMALL)).features, 0);
    const grey = await imagesFromFolders(path, { ...SMALL, colors: "grey", dtype: "float32" });
    expect(grey.features.data).toBeInstanceOf(Float32Array);
    expect(grey.featureNames.slice(0, 2)).toEqual(["y0x0", "y0x1"]);
    rowOf(grey.features, 0).forEach((value, j) => {
      expect(value).toBeCloseTo(0.299 * rgb[3 * j] + 0.587 * rgb[3 * j + 1] + 0.114 * rgb[3 * j + 2], 6);
    });
  });
  it("names and counts the pictures that cannot be read, and leaves them out when asked to", async () => {
    const path = folder("damaged", {
      "cat.0.jpg": JPEG,
      "cat.1.jpg": JPEG.subarray(0, JPEG.length - 40),
      "cat.2.jpg": Buffer.from("GIF89a"),
      "cat.3.jpg": Buffer.alloc(0),
      "dog.0.png": PNG.subarray(0, PNG.length - 40),
      "dog.1.jpg": Buffer.concat([JPEG.subarray(0, 200), JPEG.subarray(400)]),
      "dog.2.jpg": PNG,
    });
    const failure = await imagesFromFolders(path, SMALL).catch((error: Error) => error.message);
    expect(failure).toMatch(
      /^imagesFromFolders: 5 of 7 files of .+damaged cannot be read: .+\. \{ unreadable: "drop" \}/,
    );
    for (const part of [
      "cat.1.jpg is a JPEG that is cut off; ",
      "cat.2.jpg is neither a JPEG nor a PNG; ",
      "cat.3.jpg is empty; ",
      "dog.0.png is not a readable PNG: ",
      "dog.1.jpg is not a readable JPEG: ",
    ]) {
      expect(failure).toContain(part);
    }
    const pets = await imagesFromFolders(path, { ...SMALL, unreadable: "drop" });
    expect(pets.unreadable.length).toBe(5);
    expect(Array.from(pets.rowNumbers, (row) => pets.files[row])).toEqual(["cat.0.jpg", "dog.2.jpg"]);
    expect(pets.features.rows).toBe(2);
    expect(pets.features.data.length).toBe(180);
    expect(pets.targets).toEqual(Int32Array.of(0, 1));
  });
  it("names five of many, and throws when none can be read", async () => {
    const names = Array.from({ length: 8 }, (_, i) => [`${i % 2 ? "cat" : "dog"}.${i}.jpg`, Buffer.from("no")]);
    const path = folder("none", Object.fromEntries(names));
    await expect(imagesFromFolders(path, { ...SMALL, unreadable: "drop" })).rejects.toThrow(
      /8 of 8 files of .+none cannot be read: (.+?; ){5}and 3 more$/,
    );
  });
  it("refuses folders that it can make no classes of", async () => {
    const read = (name: string, files: Record<string, Uint8Array>) => imagesFromFolders(folder(name, files), SMALL);
    await expect(imagesFromFolders("nowhere", SMALL)).rejects.toThrow(
      "imagesFromFolders: cannot read nowhere: there is no such folder",
    );
    await expect(imagesFromFolders("README.md", SMALL)).rejects.toThrow("cannot read README.md: it is no folder");
    await expect(read("texts", { "a.txt": PNG })).rejects.toThrow(
      /texts has no files \.jpg, \.jpeg, \.png, nor have its/,
    );
    await expect(read("nameless", { "photo.jpg": PNG })).rejects.toThrow(
      /nameless\/photo\.jpg names no class; expected/,
    );
    await expect(read("both", { "cats/1.png": PNG, "dog.1.png": PNG })).rejects.toThrow(
      /both has 1 file \("dog\.1\.png", \.\.\.\) beside subfolders of them; expected a subfolder for each class/,
    );
    await expect(read("single", { "cat.1.png": PNG })).rejects.toThrow(
      /single holds one value only, "cat"; expected two/,
    );
    const path = folder("other", { "cat.1.png": PNG, "cow.1.png": PNG });
    await expect(imagesFromFolders(path, { ...SMALL, classNames: ["cat", "dog"] })).rejects.toThrow(
      /the class of .+cow\.1\.png is "cow"; expected one of "cat", "dog"/,
    );
  });
  it("refuses options that are not as described, before it reads", async () => {
    const refuses = (options: object) =>
      expect(imagesFromFolders("nowhere", { ...SMALL, ...options } as typeof SMALL)).rejects;
    await refuses({ width: 0 }).toThrow("imagesFromFolders: width is 0; expected a whole number, 1 or more");
    await refuses({ height: "64" }).toThrow('imagesFromFolders: height is "64"; expected a whole number');
    await refuses({ colors: "gray" }).toThrow('imagesFromFolders: colors is "gray"; expected "rgb" or "grey"');
    await refuses({ unreadable: "skip" }).toThrow('unreadable is "skip"; expected "error" or "drop"');
    await refuses({ dtype: "f4" }).toThrow('dtype is "f4"; expected "float32" or "float64"');
    await refuses({ classNames: "cat" }).toThrow('classNames is "cat"; expected an array');
    await refuses({ size: 64 }).toThrow("imagesFromFolders: there is no option size; expected width, height");
  });
});

const PHOTOS = "../shared/data/cats-and-dogs-photos/train";
const EACH = process.env.CI === "true" ? 100 : 6;
describe.skipIf(!existsSync(PHOTOS))(`${2 * EACH} of the photos of ${PHOTOS}`, () => {
  test("become a dataset that the article's network is trained on", { timeout: 120_000 }, async () => {
    const path = folder("photos", {});
    mkdirSync(path, { recursive: true });
    for (let i = 0; i < EACH; i++) {
      for (const kind of ["cat", "dog"])
        symlinkSync(resolve(PHOTOS, `${kind}.${i}.jpg`), join(path, `${kind}.${i}.jpg`));
    }
    const pets = await imagesFromFolders(path, { width: 64, height: 64, dtype: "float32" });
    expect(pets).toMatchObject({ classNames: ["cat", "dog"], unreadable: [] });
    expect(pets.features).toMatchObject({ rows: 2 * EACH, cols: 12288 });
    expect(pets.features.data.every((value) => value >= 0 && value <= 1)).toBe(true);
    const model = sequential([dense(32, "relu"), dense(1)], { inputs: 12288, seed: 1, dtype: "float32" });
    const optimizer = adam(1e-4);
    const history = await fit(model, pets, { loss: sigmoidCrossEntropy, optimizer, epochs: 8, seed: 1 }).toEnd();
    expect(history[7].train.mean).toBeLessThan(history[0].train.mean);
  });
});
