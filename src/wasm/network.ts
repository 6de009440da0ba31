import type { Matrix } from "../numerics/matrix.js";
import { BLOCK, ROWS, STAGED } from "./block.js";
import { giveBack, type Instance, ownInstance } from "./instance.js";
import { type LossSums, lossSumsAt, SUMS } from "./loss-sums.js";
import { MemoryParts } from "./memory.js";
import { scratchBytes } from "./multiply.js";
import type { SimdRule } from "./update.js";

/** What a layer does, for routines/network.ts. */
export type SimdLayer =
  | { readonly kind: "linear"; readonly weight: Matrix; readonly bias: Matrix }
  | { readonly kind: "relu" | "tanh" };

/** What is trained on what, and how: everything of float32. */
export interface SimdTraining {
  readonly layers: readonly SimdLayer[];
  /** What the optimizer remembers: for each memory of the routine the parameters in the order of the layers. */
  readonly memories: readonly (readonly Matrix[])[];
  readonly rule: SimdRule;
  /** N x D; of float64 they are rounded. */
  readonly features: Matrix;
  /** N classes; 0 or 1 for a single logit. */
  readonly targets: Int32Array;
  /** Rows of a step at the most. */
  readonly batchSize: number;
}

/** How a call ended. */
export type Status = "all done" | "odd loss" | "not finite";
const STATUSES: readonly Status[] = ["all done", "odd loss", "not finite"];

const KINDS = { linear: 0, relu: 1, tanh: 2 } as const;
const OPTIMIZERS = { adam: 0, sgd: 1 } as const;
/** Fields of a network and of a layer, and where the status is. */
const FIELDS = 21;
const LAYER_FIELDS = 11;
const STATUS = 20;
/** Rows of one call at the most: a long call keeps others waiting. */
const CALL_ROWS = 8192;

/** A training whose data, parameters and memories are in a memory of the routines' own, from `load` to `save`. */
export class SimdNetwork {
  /** Steps that one call can do. */
  readonly mostSteps: number;
  private readonly routines: Instance["routines"];
  private readonly numbers: Float32Array;
  private readonly indices: Int32Array;
  /** The losses of the last call, an example a number, in the order of the rows. */
  readonly losses: Float64Array;
  private readonly sums: LossSums;
  /** Matrices and where they are. */
  private readonly places: readonly (readonly [Matrix, number])[];

  private constructor(
    private readonly training: SimdTraining,
    private readonly instance: Instance,
    private readonly at: Layout,
  ) {
    const { buffer } = instance.memory;
    const { features, targets, layers, memories } = training;
    const batchSize = batchRows(training);
    this.routines = instance.routines;
    this.mostSteps = callSteps(batchSize);
    this.numbers = new Float32Array(buffer);
    this.indices = new Int32Array(buffer);
    this.losses = new Float64Array(buffer, at.losses, this.mostSteps * batchSize);
    this.sums = lossSumsAt(buffer, at.sums);
    this.numbers.set(features.data, at.features / 4);
    this.indices.set(targets, at.targets / 4);
    new Float64Array(buffer, at.ones, ROWS).fill(1);
    const matrices = [parametersOf(layers), ...memories];
    const starts = [at.parameters, at.firstMemory, at.secondMemory];
    this.places = matrices.flatMap((list, i) => placed(list, starts[i]));
    // Behind the last parameter there is room for three numbers more, which are worked on and must not be NaN.
    for (const start of [...starts, at.gradients]) this.numbers.fill(0, start / 4, start / 4 + at.parameterCount + 4);
    this.describe();
  }

  /** A place for the training, its data copied there; undefined where there is no WebAssembly with SIMD, or no room. */
  static of(training: SimdTraining): SimdNetwork | undefined {
    const parts = new MemoryParts();
    const layout = layoutOf(training, parts);
    const instance = ownInstance(parts.pages);
    return instance && new SimdNetwork(training, instance, layout);
  }

  /** Copies parameters and memories into the routines' memory. */
  load(): void {
    for (const [{ data }, at] of this.places) this.numbers.set(data, at / 4);
  }

  /** Copies parameters and memories back. */
  save(): void {
    for (const [{ data }, at] of this.places) data.set(this.numbers.subarray(at / 4, at / 4 + data.length));
  }

  /** Ends the use of the memory. */
  end(): void {
    giveBack(this.instance);
  }

  /**
   * Trains on batches of one size, `mostSteps` at the most.
   *
   * @param rates learning rates of the steps
   * @param firstStep number of the first step, from 1
   * @returns the steps done, and why there are not more. After an odd loss the next step has not been begun; where a parameter
   * is not finite, the last step has made it so
   */
  run(batches: readonly Int32Array[], rates: readonly number[], firstStep: number): { done: number; status: Status } {
    const { at, indices, numbers, training } = this;
    const rows = batches[0].length;
    let to = at.constants / 4;
    for (const [i, batch] of batches.entries()) {
      indices.set(batch, at.order / 4 + i * rows);
      // One by one: to copy a list as a whole takes longer, when it is as short as this.
      for (const constant of training.rule.constants(rates[i], firstStep + i)) numbers[to++] = constant;
    }
    const bytes = 4 * at.constantCount;
    const done = this.routines.trainSteps(at.net, at.order, rows, batches.length, at.constants, bytes, at.losses);
    return { done, status: STATUSES[indices[at.net / 4 + STATUS]] };
  }

  /** The sums of `count` of the losses of the last call, MOST_LOSSES at the most. */
  sumsOf(first: number, count: number): LossSums {
    this.routines.lossSums(this.at.losses + 8 * first, count, this.at.sums);
    return this.sums;
  }

  /** Writes the fields of routines/network.ts. */
  private describe(): void {
    const { training, at, indices } = this;
    const { layers, features, rule } = training;
    let from = at.batch;
    let fromGradient = 0;
    let width = features.cols;
    let parameter = at.parameters;
    let gradient = at.gradients;
    for (const [i, layer] of layers.entries()) {
      const field = [KINDS[layer.kind], width, width, 0, 0, 0, 0, from, from, fromGradient, fromGradient];
      if (layer.kind === "linear") {
        const { rows, cols } = layer.weight;
        const toBias = 4 * rows * cols;
        [field[8], field[9]] = [at.outputs[i], at.outputGradients[i]];
        field.splice(2, 5, cols, parameter, parameter + toBias, gradient, gradient + toBias);
        parameter += toBias + 4 * cols;
        gradient += toBias + 4 * cols;
        width = cols;
      }
      indices.set(field, at.layers / 4 + i * LAYER_FIELDS);
      [from, fromGradient] = [field[8], field[9]];
    }
    const blockRows = Math.max(1, Math.min(ROWS, Math.floor(STAGED / width)));
    indices.set(
      [
        ...[at.layers, layers.length, at.features, features.cols, at.targets, at.batch, at.batchTargets],
        ...[from, width, at.block, at.columns, at.ones, blockRows, at.parameters, at.parameterCount, at.gradients],
        ...[at.firstMemory, at.secondMemory, OPTIMIZERS[rule.routine], at.scratch, 0],
      ],
      at.net / 4,
    );
  }
}

/** Addresses, and the numbers of parameters and of the optimizer's constants. */
type Layout = ReturnType<typeof layoutOf>;

function layoutOf(training: SimdTraining, parts: MemoryParts) {
  const { layers, features, targets, rule } = training;
  const batchSize = batchRows(training);
  const constantCount = rule.constants(1, 1).length;
  const numbers = (count: number) => parts.take(4 * count);
  const parameterCount = parametersOf(layers).reduce((sum, { data }) => sum + data.length, 0);
  const linear = layers.filter((layer) => layer.kind === "linear");
  const steps = callSteps(batchSize);
  // Rows of logits are worked on in fours.
  const rows = batchSize + 3;
  const widest = linear.map(({ weight: { rows: inner, cols } }) =>
    Math.max(
      scratchBytes(batchSize, inner, cols),
      scratchBytes(inner, batchSize, cols),
      scratchBytes(batchSize, cols, inner),
    ),
  );
  const outputs = layers.map((layer) => (layer.kind === "linear" ? numbers(rows * layer.weight.cols) : 0));
  const last = layers.findLastIndex(({ kind }) => kind === "linear");
  return {
    parameterCount,
    constantCount,
    net: numbers(FIELDS),
    layers: numbers(LAYER_FIELDS * layers.length),
    batch: numbers(batchSize * features.cols),
    batchTargets: numbers(rows),
    block: parts.take(BLOCK),
    columns: numbers(32 * ROWS),
    ones: parts.take(8 * ROWS),
    order: numbers(steps * batchSize),
    constants: numbers(steps * constantCount),
    losses: parts.take(8 * (steps * batchSize + 3)),
    sums: parts.take(SUMS),
    outputs,
    // The logits become their own gradient.
    outputGradients: layers.map((layer, i) =>
      i === last || layer.kind !== "linear" ? outputs[i] : numbers(rows * layer.weight.cols),
    ),
    parameters: numbers(parameterCount),
    gradients: numbers(parameterCount),
    firstMemory: numbers(parameterCount),
    secondMemory: numbers(parameterCount),
    scratch: parts.take(Math.max(...widest)),
    targets: numbers(targets.length),
    features: numbers(features.data.length),
  };
}

function batchRows({ batchSize, targets }: SimdTraining): number {
  return Math.min(batchSize, targets.length);
}

function callSteps(batchSize: number): number {
  return Math.max(1, Math.floor(CALL_ROWS / batchSize));
}

/** Weight and bias, layer after layer. */
export function parametersOf(layers: readonly SimdLayer[]): Matrix[] {
  return layers.flatMap((layer) => (layer.kind === "linear" ? [layer.weight, layer.bias] : []));
}

function placed(matrices: readonly Matrix[], start: number): [Matrix, number][] {
  let at = start;
  return matrices.map((m) => {
    const place = at;
    at += 4 * m.data.length;
    return [m, place];
  });
}
