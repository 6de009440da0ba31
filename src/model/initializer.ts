import { describeValue } from "../numerics/describe-value.js";
import { type Dtype, zeros } from "../numerics/dtype.js";
import type { Matrix } from "../numerics/matrix.js";
import type { Random } from "../numerics/random.js";

/** What a weight adds up, and where it goes: how many inputs an output has, and how many outputs an input. */
interface Fans {
  readonly inputs: number;
  readonly outputs: number;
}

/** What the weights of a layer are drawn from, by Keras's names. */
const DRAWS = {
  glorotUniform: uniform(({ inputs, outputs }) => Math.sqrt(6 / (inputs + outputs))),
  glorotNormal: normal(({ inputs, outputs }) => Math.sqrt(2 / (inputs + outputs))),
  heUniform: uniform(({ inputs }) => Math.sqrt(6 / inputs)),
  heNormal: normal(({ inputs }) => Math.sqrt(2 / inputs)),
  orthogonal,
  zeros: () => {},
} as const satisfies Record<string, (weight: Matrix["data"], random: Random, fans: Fans, cols: number) => void>;

/**
 * How first weights are drawn. Of variance 2 / (inputs + outputs): "glorotUniform", "glorotNormal"; of variance 2 / inputs,
 * for what goes into a relu: "heUniform", "heNormal"; "orthogonal": the columns, or where there are more of them the rows, are
 * of length 1 and at right angles, every such matrix equally likely; "zeros". The normal ones are not cut off, as PyTorch's
 * are not and Keras's are, at two standard deviations.
 */
export type Initializer = keyof typeof DRAWS;

/** Throws when a value is no name of an initializer. */
export function checkInitializer(name: string, initializer: Initializer): void {
  if (typeof initializer === "string" && Object.hasOwn(DRAWS, initializer)) return;
  throw new RangeError(`${name} is ${describeValue(initializer)}; expected one of ${Object.keys(DRAWS).join(", ")}`);
}

/**
 * The first weights of a layer, each drawn in float64 and then rounded to its type.
 *
 * @param fans inputs that an output is a sum over, and outputs that an input goes into; of a dense layer the rows and columns
 * @see Glorot and Bengio (2010), eq. 16; He et al. (2015), eq. 10; Saxe, McClelland, Ganguli (2014) for orthogonal ones
 */
export function firstWeights(
  initializer: Initializer,
  rows: number,
  cols: number,
  random: Random,
  dtype: Dtype,
  fans: Fans = { inputs: rows, outputs: cols },
): Matrix {
  const weight = zeros(rows, cols, dtype);
  DRAWS[initializer](weight.data, random, fans, cols);
  return weight;
}

function uniform(boundOf: (fans: Fans) => number) {
  return (weight: Matrix["data"], random: Random, fans: Fans) => {
    const bound = boundOf(fans);
    for (let i = 0; i < weight.length; i++) weight[i] = bound * (2 * random.next() - 1);
  };
}

function normal(deviationOf: (fans: Fans) => number) {
  return (weight: Matrix["data"], random: Random, fans: Fans) => {
    const deviation = deviationOf(fans);
    for (let i = 0; i < weight.length; i++) weight[i] = deviation * random.normal();
  };
}

/**
 * Normal vectors, from each of which what it has of those before it is taken away (twice: the first time leaves rounding
 * errors), then scaled to length 1.
 */
function orthogonal(weight: Matrix["data"], random: Random, _fans: Fans, cols: number): void {
  const rows = weight.length / cols;
  const tall = rows >= cols;
  const [length, count] = tall ? [rows, cols] : [cols, rows];
  const vectors: Float64Array[] = [];
  for (let k = 0; k < count; k++) {
    const vector = Float64Array.from({ length }, () => random.normal());
    for (const other of [...vectors, ...vectors]) {
      const share = dot(vector, other);
      for (let i = 0; i < length; i++) vector[i] -= share * other[i];
    }
    const norm = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < length; i++) {
      vector[i] /= norm;
      weight[tall ? i * cols + k : k * cols + i] = vector[i];
    }
    vectors.push(vector);
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
