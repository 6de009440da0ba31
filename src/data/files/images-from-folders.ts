import { checkCount } from "../../numerics/check-number.js";
import { describeValue } from "../../numerics/describe-value.js";
import { checkOptionNames, type OptionNames } from "../../numerics/option-names.js";
import { checkFolderOptions, datasetOfFiles, type FolderDataset, type FolderOptions } from "./dataset-of-files.js";
import { decodePicture, type Picture } from "./decode-picture.js";
import { resize } from "./resize.js";

/** What is to be made of the pictures of a folder. */
export interface ImageOptions extends FolderOptions {
  /** Of every picture of the dataset, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Three channels a picture, or one; "rgb" unless told otherwise. */
  readonly colors?: "rgb" | "grey";
}

const OPTIONS: OptionNames<ImageOptions> = {
  width: true,
  height: true,
  colors: true,
  classNames: true,
  unreadable: true,
  dtype: true,
};

/** How much of red, green and blue is in a channel. Grey: the luma of ITU-R BT.601. */
const CHANNELS = {
  rgb: { red: [1, 0, 0], green: [0, 1, 0], blue: [0, 0, 1] },
  grey: { "": [0.299, 0.587, 0.114] },
} as const;

/**
 * The pictures of a folder (JPEG, PNG) as a dataset: a row a picture, in the order of their paths.
 *
 * Each subfolder is a class, whatever lies below it; in a folder without subfolders a picture's class is what stands in
 * its name before the first dot (`cat.0.jpg`) or else before the first underscore. Every picture is stretched to one
 * size by bilinear interpolation, which where it shrinks is a weighted mean over all pixels (Pillow's BILINEAR,
 * PyTorch's with `antialias=True`). What is transparent is laid on white. Cameras' notes on which side is up (EXIF) are
 * not followed.
 *
 * @param folder a relative path starts at the working directory (a notebook's own folder)
 * @param options `width`, `height`, `colors`, `classNames`, `unreadable`, `dtype`
 * @returns N x (height * width * channels) features, 0 (black) to 1: line after line, pixel after pixel, of each its red, green
 * and blue, as `sequential` with `inputs: [height, width, channels]` has them; pixel x of line y is `red y3x7`, of grey pictures
 * `y3x7`. `files[rowNumbers[i]]` is the file of row i, and `unreadable`
 * says what was left out, and why
 * @throws TypeError, RangeError when an option is unknown or not as described, before anything is read
 * @throws Error when the folder cannot be read or holds no pictures; when pictures cannot be read, saying how many, which and
 * why, unless they are to be dropped
 * @example
 * const pets = await imagesFromFolders("train", { width: 64, height: 64 }); // train/cat.0.jpg, train/dog.0.jpg, ...
 * pets.classNames; // ["cat", "dog"]
 * pets.features.cols; // 12288
 */
export async function imagesFromFolders(folder: string, options: ImageOptions): Promise<FolderDataset> {
  checkOptionNames("imagesFromFolders", options, OPTIONS);
  const { width, height, colors = "rgb" } = options;
  checkCount("imagesFromFolders: width", width, 1);
  checkCount("imagesFromFolders: height", height, 1);
  if (colors !== "rgb" && colors !== "grey") {
    throw new RangeError(`imagesFromFolders: colors is ${describeValue(colors)}; expected "rgb" or "grey"`);
  }
  checkFolderOptions("imagesFromFolders", options);
  const channels = Object.entries(CHANNELS[colors]);
  const featureNames = Array.from({ length: width * height }, (_, j) =>
    channels.map(([name]) => `${name} y${Math.floor(j / width)}x${j % width}`.trim()),
  ).flat();
  return datasetOfFiles(
    "imagesFromFolders",
    folder,
    [".jpg", ".jpeg", ".png"],
    options,
    featureNames,
    (bytes, path) => {
      const picture = decodePicture(bytes, path);
      const row = new Float64Array(featureNames.length);
      channels.forEach(([, shares], c) => {
        const pixels = resize(plane(picture, shares), picture.width, picture.height, width, height);
        // The weights of white sum to 1 only up to rounding.
        for (let j = 0; j < pixels.length; j++) row[j * channels.length + c] = Math.min(1, pixels[j]);
      });
      return row;
    },
  );
}

/** One number a pixel, 0 to 1: so much of red, green and blue, on white where it is transparent. */
function plane({ width, height, data }: Picture, [red, green, blue]: readonly [number, number, number]): Float64Array {
  const result = new Float64Array(width * height);
  for (let i = 0, at = 0; i < result.length; i++, at += 4) {
    const alpha = data[at + 3] / 255;
    const light = (red * data[at] + green * data[at + 1] + blue * data[at + 2]) / 255;
    result[i] = alpha * light + 1 - alpha;
  }
  return result;
}
