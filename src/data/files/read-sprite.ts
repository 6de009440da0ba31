import { readBytes } from "../../files/read-bytes.js";
import { describeValue } from "../../numerics/describe-value.js";
import { matrix } from "../../numerics/matrix.js";
import type { Dataset } from "../dataset.js";
import { decodePng, type Picture } from "./decode-picture.js";

/** What a sprite holds: pictures of one size, row after row, all those of the first class, then the second, ... */
export interface SpriteOptions {
  /** Of one picture, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly classes: readonly { readonly name: string; readonly count: number }[];
}

/**
 * A sprite, which is one grey PNG with many small pictures side by side, as a dataset: a row a picture, a column a
 * pixel, 0 (black) to 1 (white). Pixel x of line y is the feature `y3x7`; row numbers count the pictures from 1.
 *
 * @param path the PNG; a relative path starts at the working directory (a notebook's own folder)
 * @param options the size of a picture, and the classes in the order in which they lie in the file
 * @returns N x (width * height) features; pictures beyond the last class are left out
 * @throws Error when the file cannot be read, is no PNG, is not grey, or its size does not fit the pictures
 * @example
 * const pets = await readSprite("data/cats-dogs-silhouettes.png", {
 *   width: 28,
 *   height: 28,
 *   classes: [{ name: "cat", count: 992 }, { name: "dog", count: 997 }],
 * });
 * pets.features.cols; // 784
 */
export async function readSprite(path: string, options: SpriteOptions): Promise<Dataset> {
  const { width, height, classes } = options;
  checkOptions(options);
  const png = decodePng(await readBytes(path), path);
  if (png.width % width !== 0 || png.height % height !== 0) {
    throw new Error(`${path} is ${png.width} x ${png.height} pixels; expected multiples of ${width} x ${height}`);
  }
  const across = png.width / width;
  const room = across * (png.height / height);
  const count = classes.reduce((sum, { count }) => sum + count, 0);
  if (count > room) throw new Error(`${path} has room for ${room} pictures; the classes count ${count}`);

  const features = matrix(count, width * height);
  for (let i = 0; i < count; i++) {
    const top = Math.floor(i / across) * height;
    const left = (i % across) * width;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        features.data[(i * height + y) * width + x] = grey(png, left + x, top + y, path) / 255;
      }
    }
  }
  return {
    features,
    targets: Int32Array.from(classes.flatMap(({ count }, k) => new Array<number>(count).fill(k))),
    featureNames: Array.from({ length: width * height }, (_, j) => `y${Math.floor(j / width)}x${j % width}`),
    classNames: classes.map(({ name }) => name),
    rowNumbers: Int32Array.from({ length: count }, (_, i) => i + 1),
  };
}

function checkOptions({ width, height, classes }: SpriteOptions): void {
  const sizes: [string, unknown][] = [
    ["width", width],
    ["height", height],
    ...classes.map(({ name, count }): [string, unknown] => [`classes: the count of ${describeValue(name)}`, count]),
  ];
  for (const [name, size] of sizes) {
    if (!Number.isInteger(size) || (size as number) < 1) {
      throw new RangeError(`readSprite: ${name} is ${describeValue(size)}; expected a whole number, 1 or more`);
    }
  }
  if (classes.length === 0) throw new RangeError("readSprite: classes is empty; expected a class or more");
}

function grey(png: Picture, x: number, y: number, path: string): number {
  const [red, green, blue, alpha] = png.data.subarray(4 * (y * png.width + x));
  if (red === green && green === blue && alpha === 255) return red;
  throw new Error(
    `${path}: the pixel at x ${x}, y ${y} is (${red}, ${green}, ${blue}, ${alpha}); expected grey, without transparency`,
  );
}
