import type { Matrix } from "../numerics/matrix.js";
import { LinearProducts, singleLayerOf } from "../wasm/linear-products.js";
import type { LinearGradients } from "./linear-gradients.js";
import type { LinearLayer } from "./linear-logits.js";

/** What goes block of rows by block of rows: the logits, and what their gradient gives to that of the layer. */
export interface LinearBlocks {
  /** Rows of a block, at the most. */
  readonly height: number;
  /** Memory for numbers of the type that is computed in. */
  numbers(length: number): Float64Array | Float32Array;
  /** The logits of the rows from `from` on, as many as z has. */
  writeLogits(z: Matrix, from: number): void;
  /** The gradient is that of these rows' logits. */
  addGradients(gradient: Matrix, from: number): void;
}

/** Logits held at a time: 16 MB, and as much again for their gradient. */
const HELD = 2 ** 22;
/** Rows of a block at the most. */
const MOST_ROWS = 256;
/** A float32 logit below this is one in float64 too, and so are the sums on the way to it. */
const LARGEST_LOGIT = 2 ** 120;

/** The blocks by SIMD, where layer and gradients are of float32; else undefined. */
export function simdLinearBlocks(layer: LinearLayer, gradients: LinearGradients | undefined): LinearBlocks | undefined {
  const { hidden, weight, bias } = layer;
  const single = singleLayerOf(hidden, weight);
  const [ofHidden, ofWeight] = [gradients?.hidden.data, gradients?.weight.data];
  if (!single || !isSingle(ofHidden) || !isSingle(ofWeight) || layer.largestLogit > LARGEST_LOGIT) return undefined;
  const most = Math.min(MOST_ROWS, Math.floor(HELD / weight.rows / 4) * 4);
  const height = Math.min(hidden.rows, Math.max(1, most));
  const products = new LinearProducts(single, height);
  return {
    height,
    numbers: (length) => new Float32Array(length),
    writeLogits({ data: z, rows, cols }, from) {
      products.writeLogits(z as Float32Array, from, rows);
      for (let i = 0; bias && i < rows; i++) for (let k = 0; k < cols; k++) z[i * cols + k] += bias[k];
    },
    addGradients({ data: g, rows, cols }, from) {
      if (!gradients || !ofHidden || !ofWeight) return;
      products.addGradients(ofHidden, ofWeight, g as Float32Array, from, rows);
      const { bias: ofBias } = gradients;
      for (let i = 0; i < rows; i++) for (let k = 0; k < cols; k++) ofBias[k] += g[i * cols + k];
    },
  };
}

function isSingle(numbers: Float64Array | Float32Array | undefined): numbers is Float32Array | undefined {
  return numbers === undefined || numbers instanceof Float32Array;
}
