import { readBytes } from "../../files/read-bytes.js";
import type { Matrix } from "../../numerics/matrix.js";
import { parseNpy } from "./parse-npy.js";

/**
 * An array that NumPy has saved (`numpy.save("logits.npy", array)`) as a matrix: float32 stays float32, everything else
 * (bool, int8 to uint64, float64) becomes float64. Both orders of rows and columns and of bytes are read.
 *
 * @param path the file; a relative path starts at the working directory (a notebook's own folder)
 * @returns of a 2-D array its rows and columns; of a 1-D array of N a matrix of N rows and one column, whose `data` is the
 * array
 * @throws Error naming the file when it cannot be read, is no .npy file, is cut off, or holds something else (objects,
 * records, complex numbers, float16) or of other dimensions; naming row and column of a whole number beyond 2^53
 * @example
 * const z = logits(await readNpy("logits.npy")); // N x K
 * const targets = (await readNpy("targets.npy")).data; // N class indices
 * softmaxCrossEntropy(z, targets).mean; // nats
 * @see the format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export async function readNpy(path: string): Promise<Matrix> {
  return parseNpy(await readBytes(path), path);
}
