import type { Dtype } from "../numerics/dtype.js";
import type { Layer } from "./layer.js";
import { type Shape, shapeText, sizeOf } from "./shape.js";

/** What Node's console and a notebook print of a value, where it has a word in it. */
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/**
 * What a model is made of: a row for every layer, as `table` of a notebook takes it. Printed, it is a table of text.
 *
 * @example
 * const summary = sequential([dense(2, "relu"), dense(1)], { inputs: 3, seed: 1 }).summary();
 * summary.parameters; // 11
 * summary.rows[1]; // ["dense1", "2", 8]
 * console.log(summary);
 */
export class Summary {
  readonly columns: readonly string[] = ["layer", "output", "parameters"];
  /** The name of each layer, the shape of its output, and how many parameters it has. */
  readonly rows: readonly (readonly [string, string, number])[];
  /** How many parameters there are. */
  readonly parameters: number;
  /** Bytes of the parameters. An optimizer remembers as much again, or (Adam) twice as much. */
  readonly bytes: number;
  /** Bytes of what the layers give for one example: training keeps them for every example of a batch. */
  readonly bytesOfExample: number;

  constructor(inputShape: Shape, layers: readonly Layer[], dtype: Dtype) {
    const bytes = dtype === "float32" ? 4 : 8;
    this.rows = [
      ["input", shapeText(inputShape), 0],
      ...layers.map((layer): [string, string, number] => [layer.name, shapeText(layer.outputShape), countOf(layer)]),
    ];
    this.parameters = this.rows.reduce((sum, [, , count]) => sum + count, 0);
    this.bytes = bytes * this.parameters;
    this.bytesOfExample = bytes * layers.reduce((sum, { outputShape }) => sum + sizeOf(outputShape), 0);
  }

  toString(): string {
    const cells = [this.columns, ...this.rows.map((row) => row.map(String))];
    const widths = this.columns.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
    const lines = cells.map(([layer, output, count]) =>
      [layer.padEnd(widths[0]), output.padEnd(widths[1]), count.padStart(widths[2])].join("  "),
    );
    return [
      ...lines,
      `${this.parameters} parameters in ${bytesText(this.bytes)}; ${bytesText(this.bytesOfExample)} an example`,
    ].join("\n");
  }

  /** What `console.log` prints. */
  [INSPECT](): string {
    return this.toString();
  }
}

function countOf({ parameters }: Layer): number {
  return Object.values(parameters).reduce((sum, { data }) => sum + data.length, 0);
}

/** "340 bytes", "12.3 kB", "4.50 MB": of 1000. */
function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${size.toPrecision(Math.max(3, String(Math.floor(size)).length))} ${unit}`;
}
