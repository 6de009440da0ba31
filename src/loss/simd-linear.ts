import type { Matrix } from "../numerics/matrix.js";
import type { Place } from "../wasm/allocate.js";
import { LinearProducts, singleLayerOf } from "../wasm/linear-products.js";
import type { LinearGradients } from "./linear-gradients.js";
import type { LinearLayer } from "./linear-logits.js";

/** What goes block of rows by block of rows: the logits, and what their gradient gives to that of the layer. */
export interface LinearBlocks {
  /** Rows of a block, at the most. */
  readonly height: number;
  /** The memory for the logits of a block, and for their gradient, of the type that is computed in. */
  readonly z: Float64Array | Float32Array;
  readonly gradient: Float64Array | Float32Array;
  /** Where both are in the routines' memory. */
  readonly place?: Place;
  /** The logits of the rows from `from` on, as many as z has. */
  writeLogits(z: Matrix, from: number): void;
  /** The gradient is that of these rows' logits. */
  addGradients(gradient: Matrix, from: number): void;
  /** Gives back the memory. */
  end?(): void;
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
  const products = new LinearProducts(single, height, gradients !== undefined);
  return {
    height,
    ...{ z: products.z, gradient: products.gradient, place: products.place },
    writeLogits({ rows, cols }, from) {
      products.writeLogits(from, rows);
      const { z } = products;
      for (let i = 0; bias && i < rows; i++) for (let k = 0; k < cols; k++) z[i * cols + k] += bias[k];
    },
    addGradients({ rows, cols }, from) {
      if (!gradients || !ofHidden || !ofWeight) return;
      const { bias: ofBias } = gradients;
      const singleBias = isSingle(ofBias) ? ofBias : undefined;
      products.addGradients({ hidden: ofHidden, weight: ofWeight, bias: singleBias }, from, rows);
      if (singleBias) return;
      const { gradient: g } = products;
      for (let i = 0; i < rows; i++) for (let k = 0; k < cols; k++) ofBias[k] += g[i * cols + k];
    },
    end: () => products.end(),
  };
}

function isSingle(numbers: Float64Array | Float32Array | undefined): numbers is Float32Array | undefined {
  return numbers === undefined || numbers instanceof Float32Array;
}
