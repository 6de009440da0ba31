import type { SimdLayer } from "../wasm/network.js";
import type { Layer } from "./layer.js";

/** What functions do that the routines of ../wasm can do too: by the function, so that a changed one is not mistaken for it. */
const ofLayer = new WeakMap<Layer["forward"], SimdLayer>();
const ofModel = new WeakMap<object, readonly SimdLayer[]>();

/** Says what a layer's forward function does; gives the layer. */
export function asSimdLayer(layer: Layer, simd: SimdLayer): Layer {
  ofLayer.set(layer.forward, simd);
  return layer;
}

/** Says of which layers a model's forward function is made, if the routines know all of them. */
export function rememberLayers(forward: object, layers: readonly Layer[]): void {
  const known = layers.flatMap((layer) => ofLayer.get(layer.forward) ?? []);
  if (known.length === layers.length) ofModel.set(forward, known);
}

/** The layers of a model in the words of the routines; undefined where there is one that they do not know. */
export function simdLayersOf({ forward }: { readonly forward: object }): readonly SimdLayer[] | undefined {
  return ofModel.get(forward);
}
