import { binary } from "./binary.js";

/** The compiled routines; addresses and sizes are in bytes, rows and classes in numbers. See routines/. */
export interface Routines {
  /** 1 or 0. */
  allFinite32(z: number, n: number): number;
  allFinite64(z: number, n: number): number;
  narrowExps(z: number, targets: number, rows: number, classes: number, columns: number, block: number): void;
  narrowGradients(
    g: number,
    targets: number,
    rows: number,
    classes: number,
    columns: number,
    block: number,
    weights: number,
  ): void;
  wideExps(z: number, targets: number, rows: number, classes: number, block: number): void;
  wideGradients(g: number, targets: number, rows: number, classes: number, block: number, weights: number): void;
  rowLosses(block: number, rows: number): void;
  affine(
    c: number,
    a: number,
    b: number,
    bias: number,
    rows: number,
    inner: number,
    cols: number,
    scratch: number,
  ): void;
  addTransposedLeft(c: number, a: number, b: number, rows: number, inner: number, cols: number, scratch: number): void;
  multiplyTransposedRight(
    c: number,
    a: number,
    b: number,
    rows: number,
    inner: number,
    cols: number,
    scratch: number,
  ): void;
  tanh(z: number, n: number): void;
  adam(w: number, g: number, mean: number, square: number, n: number, constants: number): void;
  sgd(w: number, g: number, velocity: number, n: number, constants: number): void;
}

/** The routines and the memory they work in. */
export interface Instance {
  readonly routines: Routines;
  readonly memory: WebAssembly.Memory;
}

let instance: Instance | undefined | null;

/**
 * The routines, compiled at the first call; undefined where there is no WebAssembly with SIMD (an old browser, or a page
 * whose security policy forbids it). What they do is done without them then, more slowly, and one line on the console says so.
 */
export function wasmInstance(): Instance | undefined {
  if (instance === undefined) instance = compile();
  return instance ?? undefined;
}

function compile(): Instance | null {
  try {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const module = new WebAssembly.Module(Uint8Array.from(atob(binary), (character) => character.charCodeAt(0)));
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    return { routines: exports as unknown as Routines, memory };
  } catch {
    console.warn(
      "surprisal: there is no WebAssembly with SIMD here; what is of float32 is computed without, more slowly.",
    );
    return null;
  }
}
