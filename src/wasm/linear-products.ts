import type { Matrix } from "../numerics/matrix.js";
import type { Place } from "./allocate.js";
import { sharedInstance, wasmInstance } from "./instance.js";
import type { MemoryParts } from "./memory.js";
import { scratchBytes } from "./multiply.js";
import { type Call, runCalls, type Threads, threadsFor } from "./threads.js";
import { takeWorkspace, type Workspace } from "./workspace.js";

/** Numbers of the weight that are in the routines' memory at once: they fit the second-level cache. */
const STAGED = 64 * 1024;
/** Rows of a job at the least: for fewer the packing of the weight would take long. */
const LEAST_HEIGHT = 32;

/** A linear layer with many classes, of float32: hidden N x D, weight K x D. */
export interface SingleLayer {
  readonly hidden: Float32Array;
  readonly weight: Float32Array;
  /** D and K. */
  readonly width: number;
  readonly classes: number;
}

/** What its gradients are added to. */
export interface SingleGradients {
  readonly hidden: Float32Array;
  readonly weight: Float32Array;
  readonly bias?: Float32Array;
}

/** A part of the classes, and where its weight is staged, and the gradients of it. */
interface Part {
  readonly from: number;
  readonly size: number;
  readonly weight: number;
  readonly ofWeight: number;
  readonly ofBias: number;
  readonly scratch: number;
}

/**
 * The products of a linear layer for a block of its rows, by SIMD. Logits and gradient of the block are in the routines' memory
 * until `end`; of the weight, and its gradient, a part of the classes at a time is. Where there are threads, they have a part each.
 * Every sum has the order, and so the bits, of `multiply.ts`.
 */
export class LinearProducts {
  /** The logits of the block, and their gradient: of none if it is not wanted. */
  readonly z: Float32Array;
  readonly gradient: Float32Array;
  private readonly threads: Threads | undefined;
  private readonly space: Workspace<ReturnType<LinearProducts["layout"]>>;
  /** The parts that are worked on at a time, in the order of the classes. */
  private readonly groups: readonly Part[][];

  /** @param rows of a block, at the most */
  constructor(
    private readonly layer: SingleLayer,
    private readonly rows: number,
    hasGradient: boolean,
  ) {
    const { width, classes } = layer;
    const part = Math.min(classes, Math.max(8, Math.floor(STAGED / Math.max(1, width) / 8) * 8));
    this.threads = threadsFor(rows * width * classes);
    const count = Math.min(this.threads?.goodJobs ?? 1, Math.ceil(classes / part));
    this.space = takeWorkspace((parts) => this.layout(parts, part, count, hasGradient));
    const { at, numbers } = this.space;
    this.z = numbers.subarray(at.z / 4, at.z / 4 + rows * classes);
    this.gradient = numbers.subarray(at.gradient / 4, at.gradient / 4 + (hasGradient ? rows * classes : 0));
    this.groups = groupsOf(classes, part, at.parts);
  }

  /** Where the routines of a loss find logits and gradient, if it is where they look. */
  get place(): Place | undefined {
    const { instance, at } = this.space;
    const isThere = instance === sharedInstance() && this.gradient.length > 0;
    return isThere ? { instance, z: at.z, gradient: at.gradient } : undefined;
  }

  /** z = hidden weight^T for `count` rows from `first` on. */
  writeLogits(first: number, count: number): void {
    const { width, classes } = this.layer;
    const { z, hidden } = this.space.at;
    this.stageHidden(first, count);
    for (const group of this.groups) {
      for (const part of group) this.stageWeight(part);
      this.run(
        group.map(({ from, size, weight, scratch }) => [
          ["multiplyTransposedRight", z + 4 * from, 4 * classes, hidden, weight, count, width, size, scratch],
        ]),
      );
    }
  }

  /** Adds what the gradient of these rows' logits gives; to that of hidden (N x D), it is 0 as yet. */
  addGradients(to: SingleGradients, first: number, count: number): void {
    const { width } = this.layer;
    const { numbers, at } = this.space;
    const sum = numbers.subarray(at.ofHidden / 4, at.ofHidden / 4 + count * width).fill(0);
    this.stageHidden(first, count);
    for (const group of this.groups) {
      for (const part of group) {
        const { from, size, ofWeight, ofBias } = part;
        this.stageWeight(part);
        numbers.set(to.weight.subarray(from * width, (from + size) * width), ofWeight / 4);
        if (to.bias) numbers.set(to.bias.subarray(from, from + size), ofBias / 4);
      }
      // The last ones are begun first: the longer ones.
      this.run([...this.weightJobs(group, count), ...this.hiddenJobs(group, count)]);
      for (const { from, size, ofWeight, ofBias } of group) {
        to.weight.set(numbers.subarray(ofWeight / 4, ofWeight / 4 + size * width), from * width);
        to.bias?.set(numbers.subarray(ofBias / 4, ofBias / 4 + size), from);
      }
    }
    to.hidden.set(sum, first * width);
  }

  /** Gives back the memory: z and gradient are anybody's from then on. */
  end(): void {
    this.space.end();
  }

  /** A job has some of the rows, and adds the parts to them in order. */
  private hiddenJobs(group: readonly Part[], count: number): Call[][] {
    const { width, classes } = this.layer;
    const { gradient, ofHidden, hiddenScratch } = this.space.at;
    const height = this.jobHeight(hiddenScratch.length);
    return hiddenScratch.slice(0, Math.ceil(count / height)).map((scratch, job) => {
      const row = job * height;
      const rows = Math.min(height, count - row);
      return group.map(({ from, size, weight }) => {
        const g = gradient + 4 * (row * classes + from);
        return ["addProduct", ofHidden + 4 * row * width, g, 4 * classes, weight, rows, size, width, scratch];
      });
    });
  }

  /** A job has a part of the classes. */
  private weightJobs(group: readonly Part[], count: number): Call[][] {
    const { width, classes } = this.layer;
    const { gradient, hidden } = this.space.at;
    return group.map(({ from, size, ofWeight, ofBias, scratch }) => {
      const g = gradient + 4 * from;
      return [
        ["addColumns", ofBias, g, 4 * classes, count, size],
        ["addTransposedLeft", ofWeight, g, 4 * classes, hidden, size, count, width, scratch],
      ];
    });
  }

  private jobHeight(jobs: number): number {
    return Math.max(LEAST_HEIGHT, Math.ceil(this.rows / jobs / 4) * 4);
  }

  private layout(memoryParts: MemoryParts, part: number, count: number, hasGradient: boolean) {
    const { rows } = this;
    const { width, classes } = this.layer;
    const numbers = (length: number) => memoryParts.take(4 * length);
    const scratch = Math.max(scratchBytes(rows, width, part), scratchBytes(part, rows, width));
    // Each packs the weight anew: there is one a thread.
    const jobs = this.threads?.count ?? 1;
    const height = this.jobHeight(jobs);
    return {
      z: numbers(rows * classes),
      gradient: hasGradient ? numbers(rows * classes) : 0,
      ...{ hidden: numbers(rows * width), ofHidden: numbers(rows * width) },
      hiddenScratch: Array.from({ length: jobs }, () => memoryParts.take(scratchBytes(height, part, width))),
      parts: Array.from({ length: count }, () => ({
        ...{ weight: numbers(part * width), ofWeight: numbers(part * width), ofBias: numbers(part) },
        scratch: memoryParts.take(scratch),
      })),
    };
  }

  private stageHidden(first: number, count: number): void {
    const { hidden, width } = this.layer;
    this.space.numbers.set(hidden.subarray(first * width, (first + count) * width), this.space.at.hidden / 4);
  }

  private stageWeight({ weight, from, size }: Part): void {
    const { width } = this.layer;
    this.space.numbers.set(this.layer.weight.subarray(from * width, (from + size) * width), weight / 4);
  }

  private run(jobs: readonly (readonly Call[])[]): void {
    if (this.threads && jobs.length > 1) this.threads.run(jobs);
    else for (const calls of jobs) runCalls(this.space.instance.routines, calls);
  }
}

/** As many parts of the classes at a time as there are places for. */
function groupsOf(classes: number, size: number, places: readonly Omit<Part, "from" | "size">[]): Part[][] {
  const groups: Part[][] = [];
  for (let from = 0; from < classes; from += size * places.length) {
    groups.push(
      places.flatMap((place, i) => {
        const start = from + i * size;
        return start < classes ? [{ ...place, from: start, size: Math.min(size, classes - start) }] : [];
      }),
    );
  }
  return groups;
}

/** The layer, if its numbers are of float32 and there is WebAssembly with SIMD. */
export function singleLayerOf(hidden: Matrix, weight: Matrix): SingleLayer | undefined {
  if (!(hidden.data instanceof Float32Array && weight.data instanceof Float32Array && wasmInstance())) return undefined;
  return { hidden: hidden.data, weight: weight.data, width: weight.cols, classes: weight.rows };
}
