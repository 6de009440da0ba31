import { binary } from "./binary.js";

/** Bytes of a memory that is kept for the next work at the most. */
const MOST_KEPT = 2 ** 26;

/** Addresses of the result and the factors, the sizes, and the address of the scratch: see routines/multiply.ts. */
type ProductOfPart = (
  c: number,
  a: number,
  aStep: number,
  b: number,
  rows: number,
  inner: number,
  cols: number,
  scratch: number,
) => void;

/** The compiled routines; addresses and sizes are in bytes, rows and classes in numbers. See routines/. */
export interface Routines {
  /** 1 where multiply-add is one operation. */
  isFused(): number;
  /** 1 or 0. */
  allFinite32(z: number, n: number): number;
  allFinite64(z: number, n: number): number;
  largestSize32(z: number, n: number): number;
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
  wideExps(z: number, to: number, targets: number, rows: number, classes: number, block: number): void;
  wideGradients(g: number, targets: number, rows: number, classes: number, block: number, weights: number): void;
  rowLosses(block: number, rows: number): void;
  restoreTargets(z: number, targets: number, rows: number, classes: number, block: number): void;
  /** 1 if the loss of every row is a finite number. */
  plainLosses(block: number, rows: number, weights: number): number;
  logLosses(p: number, targets: number, rows: number, losses: number, sums: number): void;
  lossSums(losses: number, rows: number, sums: number): void;
  /** 1, or 0 where a row is left to the caller. */
  sigmoidRows(z: number, targets: number, rows: number, losses: number): number;
  softmaxRows(z: number, rows: number, n: number, temperature: number, argmax: number, others: number): void;
  padRows(z: number, rows: number, classes: number, width: number, fill: number): void;
  packRows(z: number, rows: number, classes: number, width: number): void;
  spreadExps(
    z: number,
    shares: number,
    step: number,
    rows: number,
    width: number,
    temperature: number,
    block: number,
  ): void;
  spreadGradients(
    g: number,
    shares: number,
    step: number,
    rows: number,
    width: number,
    byModel: number,
    byShare: number,
    block: number,
  ): void;
  addColumns(to: number, m: number, step: number, rows: number, cols: number): void;
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
  addProduct: ProductOfPart;
  addTransposedLeft: ProductOfPart;
  multiplyTransposedLeft(
    c: number,
    a: number,
    b: number,
    rows: number,
    inner: number,
    cols: number,
    scratch: number,
  ): void;
  multiplyTransposedRight(
    c: number,
    cStep: number,
    a: number,
    b: number,
    rows: number,
    inner: number,
    cols: number,
    scratch: number,
  ): void;
  relu(z: number, n: number): void;
  timesReluSlope(gradient: number, output: number, n: number): void;
  exp(z: number, n: number): void;
  log(z: number, n: number): void;
  log1p(z: number, n: number): void;
  tanh(z: number, n: number): void;
  adam(w: number, g: number, mean: number, square: number, n: number, constants: number): void;
  sgd(w: number, g: number, velocity: number, n: number, constants: number): void;
  /** The number of steps done. */
  trainSteps(
    net: number,
    order: number,
    rows: number,
    steps: number,
    constants: number,
    constantBytes: number,
    losses: number,
  ): number;
}

/** The routines and the memory they work in. */
export interface Instance {
  readonly routines: Routines;
  readonly memory: WebAssembly.Memory;
}

/** The routines in a memory that several threads can have. */
export interface SharedInstance extends Instance {
  /** What other threads make their routines of. */
  readonly module: WebAssembly.Module;
}

/** Of the import of the memory, as the routines were compiled: its name, its kind, and that it has a maximum. */
const MEMORY_IMPORT = [..."memory"].map((letter) => letter.charCodeAt(0)).concat(2, 1);
const SHARED = 3;
/** 4 GiB: all that an address of 32 bits reaches. */
const MOST_PAGES = 65536;

let code: Uint8Array<ArrayBuffer> | undefined;
let module: WebAssembly.Module | undefined;
let instance: Instance | undefined | null;
let shared: SharedInstance | undefined | null;

/**
 * The routines, compiled at the first call; undefined where there is no WebAssembly with SIMD (an old browser, or a page
 * whose security policy forbids it). What they do is done without them then, more slowly, and one line on the console says so.
 */
export function wasmInstance(): Instance | undefined {
  if (instance === undefined) {
    try {
      takeRoutines(binary);
    } catch {
      instance = null;
      console.warn(
        "surprisal: there is no WebAssembly with SIMD here; what it is for is computed without, more slowly.",
      );
    }
  }
  return instance ?? undefined;
}

/**
 * Takes these compiled routines, in base64, for all that is done from now on.
 *
 * @throws Error where the engine cannot compile them
 */
export function takeRoutines(base64: string): Instance {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  module = new WebAssembly.Module(bytes);
  code = bytes;
  spare = undefined;
  instance = instanceOf(module, newMemory(1));
  if (shared) shared = sharedInstanceOf(bytes, shared.memory);
  return instance;
}

/**
 * The routines with a memory that they share with whoever has a view of it: when it grows, views stay what they were.
 * Undefined where there is no WebAssembly with SIMD, or no shared memory.
 */
export function sharedInstance(): SharedInstance | undefined {
  if (shared === undefined && wasmInstance() && code) {
    try {
      shared = sharedInstanceOf(code, new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true }));
    } catch {
      shared = null;
    }
  }
  return shared ?? undefined;
}

/** The same code: only the import of its memory says that it is shared. */
function sharedInstanceOf(bytes: Uint8Array<ArrayBuffer>, memory: WebAssembly.Memory): SharedInstance {
  const at = bytes.findIndex((_, i) => MEMORY_IMPORT.every((byte, j) => bytes[i + j] === byte));
  const copy = bytes.slice();
  copy[at + MEMORY_IMPORT.length - 1] = SHARED;
  const module = new WebAssembly.Module(copy);
  return { ...instanceOf(module, memory), module };
}

function newMemory(pages: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: pages, maximum: MOST_PAGES });
}

function instanceOf(module: WebAssembly.Module, memory: WebAssembly.Memory): Instance {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { routines: exports as unknown as Routines, memory };
}

/** The last instance that was given back. */
let spare: Instance | undefined;

/**
 * The routines with a memory of their own, for work that keeps it over many calls: of at least so many 64 KiB; undefined where
 * there is no WebAssembly with SIMD, or no room. Who gives it back afterwards spares the next one the making.
 */
export function ownInstance(pages: number): Instance | undefined {
  if (!wasmInstance() || !module) return undefined;
  const kept = spare;
  spare = undefined;
  if (kept && kept.memory.buffer.byteLength >= pages * 65536) return kept;
  try {
    return instanceOf(module, newMemory(pages));
  } catch {
    return undefined;
  }
}

/** Gives back what `ownInstance` has given. A large memory is not kept. */
export function giveBack(instance: Instance): void {
  if (instance.memory.buffer.byteLength <= MOST_KEPT) spare = instance;
}
