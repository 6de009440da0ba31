import { readBytes } from "../../files/read-bytes.js";
import { counted } from "../../numerics/counted.js";
import { describeValue } from "../../numerics/describe-value.js";
import { checkDtype, type Dtype, zeros } from "../../numerics/dtype.js";
import { matrix } from "../../numerics/matrix.js";
import { classIndices } from "../class-indices.js";
import type { Dataset } from "../dataset.js";
import { labelledFiles } from "./labelled-files.js";

/** What is to be done with a folder of files, each an example. */
export interface FolderOptions {
  /** The classes in the wanted order; in alphabetical order unless told otherwise. */
  readonly classNames?: readonly string[];
  /** Files that cannot be read are an error, or left out and named; "error" unless told otherwise. */
  readonly unreadable?: "error" | "drop";
  /** "float64" unless told otherwise; "float32" takes half the memory. */
  readonly dtype?: Dtype;
}

/** A dataset of files. Its `rowNumbers` are positions in `files`: row i, also of a part of it, is `files[rowNumbers[i]]`. */
export interface FolderDataset extends Dataset {
  /** The paths of all files below the folder, also of those that could not be read. */
  readonly files: readonly string[];
  /** The files that were left out and why, one text a file. */
  readonly unreadable: readonly string[];
}

/** How many unreadable files an error names. */
const NAMED = 5;

/** Throws when the options that all folders have are not as described. */
export function checkFolderOptions(name: string, { classNames, unreadable, dtype = "float64" }: FolderOptions): void {
  if (classNames !== undefined && !Array.isArray(classNames)) {
    throw new TypeError(`${name}: classNames is ${describeValue(classNames)}; expected an array`);
  }
  if (unreadable !== undefined && unreadable !== "error" && unreadable !== "drop") {
    throw new RangeError(`${name}: unreadable is ${describeValue(unreadable)}; expected "error" or "drop"`);
  }
  checkDtype(`${name}: dtype`, dtype);
}

/**
 * A dataset of the files of a folder, one a row.
 *
 * @param name the function that asks, which begins the errors
 * @param extensions such as ".jpg"
 * @param featureNames one a column
 * @param read the numbers of a file, as many as there are names; what it throws says why a file cannot be read
 */
export async function datasetOfFiles(
  name: string,
  folder: string,
  extensions: readonly string[],
  options: FolderOptions,
  featureNames: readonly string[],
  read: (bytes: Uint8Array, path: string) => ArrayLike<number>,
): Promise<FolderDataset> {
  const labelled = await labelledFiles(name, folder, extensions);
  const files = labelled.map(({ file }) => file);
  const labels = labelled.map(({ label }) => label);
  const place = (i: number) => `${name}: the class of ${folder}/${files[i]}`;
  const { targets, classNames } = classIndices(labels, options.classNames, `${name}: ${folder}`, place);
  const cols = featureNames.length;
  const features = zeros(files.length, cols, options.dtype ?? "float64");
  const kept: number[] = [];
  const unreadable: string[] = [];
  for (const [i, file] of files.entries()) {
    const path = `${folder}/${file}`;
    try {
      features.data.set(read(await readBytes(path), path), kept.length * cols);
      kept.push(i);
    } catch (error) {
      unreadable.push((error as Error).message);
    }
  }
  const some = `${unreadable.length} of ${counted(files.length, "files")} of ${folder} cannot be read: ${listed(unreadable)}`;
  if (kept.length === 0) throw new Error(`${name}: ${some}`);
  if (unreadable.length > 0 && options.unreadable !== "drop") {
    throw new Error(`${name}: ${some}. { unreadable: "drop" } leaves them out`);
  }
  return {
    features:
      kept.length === files.length ? features : matrix(kept.length, cols, features.data.slice(0, kept.length * cols)),
    targets: Int32Array.from(kept, (i) => targets[i]),
    featureNames,
    classNames,
    rowNumbers: Int32Array.from(kept),
    files,
    unreadable,
  };
}

function listed(reasons: readonly string[]): string {
  const more = reasons.length - NAMED;
  return reasons.slice(0, NAMED).join("; ") + (more > 0 ? `; and ${more} more` : "");
}
