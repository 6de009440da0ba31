import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { readSprite, type SpriteOptions } from "../../../src/data/files/read-sprite.js";
import { toRows } from "../../../src/numerics/matrix.js";
import { temporaryFolder } from "./temporary-folder.js";

const folder = temporaryFolder();
const CATS_AND_DOGS = {
  width: 28,
  height: 28,
  classes: [
    { name: "cat", count: 992 },
    { name: "dog", count: 997 },
  ],
};

/** A PNG of 6 x 4 pixels, pixel (x, y) being 10 * y + x, in which some pixels may be painted over. */
function picture(name: string, painted: Record<number, number[]> = {}): string {
  const png = new PNG({ width: 6, height: 4 });
  for (let i = 0; i < 24; i++) {
    const value = 10 * Math.floor(i / 6) + (i % 6);
    png.data.set(painted[i] ?? [value, value, value, 255], 4 * i);
  }
  return folder.write(name, PNG.sync.write(png));
}
const options = (changes: Partial<SpriteOptions> = {}): SpriteOptions => ({
  width: 3,
  height: 2,
  classes: [
    { name: "a", count: 1 },
    { name: "b", count: 2 },
  ],
  ...changes,
});

describe("readSprite", () => {
  it("reads the tiles row after row, line after line", async () => {
    const sprite = await readSprite(picture("grey.png"), options());
    const pixels = toRows(sprite.features).map((row) => row.map((value) => Math.round(value * 255)));
    expect(pixels).toEqual([
      [0, 1, 2, 10, 11, 12],
      [3, 4, 5, 13, 14, 15],
      [20, 21, 22, 30, 31, 32],
    ]);
    expect(sprite.features.data[1]).toBe(1 / 255);
    expect(sprite.featureNames).toEqual(["y0x0", "y0x1", "y0x2", "y1x0", "y1x1", "y1x2"]);
    expect(sprite.targets).toEqual(Int32Array.of(0, 1, 1));
    expect(sprite).toMatchObject({ classNames: ["a", "b"], rowNumbers: Int32Array.of(1, 2, 3) });
  });
  it("reads the cats and dogs", async () => {
    const pets = await readSprite("data/cats-dogs-silhouettes.png", CATS_AND_DOGS);
    expect(pets.features).toMatchObject({ rows: 1989, cols: 784 });
    expect(pets.targets[991]).toBe(0);
    expect(pets.targets[992]).toBe(1);
    const { data } = pets.features;
    expect(data.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(Math.max(...data.subarray(0, 784))).toBe(1);
    // No picture is empty, the last one neither: the counts fit the file.
    for (const row of toRows(pets.features)) expect(Math.max(...row)).toBeGreaterThan(0.5);
  });
  it("refuses a size of pictures that does not fit the file", async () => {
    const file = picture("size.png");
    await expect(readSprite(file, options({ width: 4 }))).rejects.toThrow(
      /size\.png is 6 x 4 pixels; expected multiples of 4 x 2$/,
    );
    await expect(readSprite(file, options({ height: 3 }))).rejects.toThrow("expected multiples of 3 x 3");
  });
  it("refuses more pictures than there is room for", async () => {
    const classes = [
      { name: "a", count: 3 },
      { name: "b", count: 2 },
    ];
    await expect(readSprite(picture("few.png"), options({ classes }))).rejects.toThrow(
      /few\.png has room for 4 pictures; the classes count 5$/,
    );
  });
  it("refuses what is no PNG, and half a PNG", async () => {
    await expect(readSprite("data/penguins.csv", options())).rejects.toThrow(
      /^data\/penguins\.csv is not a readable PNG: /,
    );
    const { readFileSync } = await import("node:fs");
    const half = folder.write("half.png", readFileSync(picture("whole.png")).subarray(0, 60));
    await expect(readSprite(half, options())).rejects.toThrow(/half\.png is not a readable PNG: /);
    await expect(readSprite("nowhere.png", options())).rejects.toThrow(
      "cannot read nowhere.png: there is no such file",
    );
  });
  it("refuses colours and transparency", async () => {
    await expect(readSprite(picture("red.png", { 7: [255, 0, 0, 255] }), options())).rejects.toThrow(
      /red\.png: the pixel at x 1, y 1 is \(255, 0, 0, 255\); expected grey, without transparency$/,
    );
    await expect(readSprite(picture("clear.png", { 0: [9, 9, 9, 0] }), options())).rejects.toThrow("(9, 9, 9, 0)");
  });
  it("refuses sizes and counts that are no whole numbers, and no classes", async () => {
    const file = picture("options.png");
    await expect(readSprite(file, options({ width: 0 }))).rejects.toThrow(
      "readSprite: width is 0; expected a whole number",
    );
    await expect(readSprite(file, options({ classes: [{ name: "a", count: 1.5 }] }))).rejects.toThrow(
      'readSprite: classes: the count of "a" is 1.5; expected a whole number, 1 or more',
    );
    await expect(readSprite(file, options({ classes: [] }))).rejects.toThrow("readSprite: classes is empty");
  });
});
