import { checkCount } from "../numerics/check-number.js";
import { describeValue } from "../numerics/describe-value.js";
import { dtypeOf, zeros } from "../numerics/dtype.js";
import { made } from "../numerics/made.js";
import { type Matrix, matrix } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { sigmoid } from "../numerics/sigmoid.js";
import { affine, multiplyTransposedLeft, multiplyTransposedRight } from "../wasm/multiply.js";
import { columnSums } from "./column-sums.js";
import { checkInitializer, firstWeights, type Initializer } from "./initializer.js";
import type { Forward, LayerSpec } from "./layer.js";
import { checkDimensions } from "./shape.js";

export interface GruOptions {
  /** Whether every step's state is given, and not the last one alone. Default false. */
  returnSequences?: boolean;
  /** How the first weights of the inputs are drawn. Default "glorotUniform". Those of the state are orthogonal. */
  initializer?: Initializer;
}
const OPTIONS: OptionNames<GruOptions> = { returnSequences: true, initializer: true };

/** W, b of the inputs and U, c of the state: each three gates side by side. */
interface Gates {
  readonly weight: Matrix;
  readonly bias: Matrix;
  readonly recurrentWeight: Matrix;
  readonly recurrentBias: Matrix;
}

/**
 * A gated recurrent unit: a state h of `units` numbers, 0 at first, that every step x of a sequence changes to z h + (1 - z) n.
 *
 * The reset gate is r = sigmoid(x Wr + br + h Ur + cr), the update gate z the same of its own weights, and what is new
 * n = tanh(x Wn + bn + r (h Un + cn)), as in PyTorch and Keras. The weights of the three lie side by side in this order, which
 * is PyTorch's: `weight` is features x 3 units, its `weight_ih_l0` transposed, `recurrentWeight` units x 3 units its `weight_hh_l0`.
 *
 * @param units numbers of the state
 * @param options returnSequences: true for the states of all steps; initializer of the weights of the inputs
 * @returns a layer for `sequential`, from [steps, features] to [units], the last state, or to [steps, units]
 * @throws RangeError when units is not a whole number of 1 or more, or a name is unknown
 * @example
 * const model = sequential([embedding(50, 8), gru(16), dense(2)], { inputs: 12, seed: 1 });
 * model.parameters["gru2.weight"].cols; // 48
 * @see Cho et al.: Learning phrase representations using RNN encoder-decoder (2014), eq. 5 to 8; the reset gate after the product
 * as in Chung et al. (2014)
 */
export function gru(units: number, options: GruOptions = {}): LayerSpec {
  checkCount("gru: units", units, 1);
  checkOptionNames("gru", options, OPTIONS);
  const { returnSequences = false, initializer = "glorotUniform" } = options;
  if (typeof returnSequences !== "boolean") {
    throw new RangeError(`gru: returnSequences is ${describeValue(returnSequences)}; expected true or false`);
  }
  checkInitializer("gru: initializer", initializer);
  const given = Object.keys(options).length === 0 ? [] : [{ ...options }];
  return made("gru", [units, ...given], {
    kind: "gru",
    linear: false,
    build(input, random, position, dtype) {
      const name = `gru${position}`;
      checkDimensions(name, input, ["steps", "features"]);
      const [steps, features] = input;
      const gates: Gates = {
        weight: firstWeights(initializer, features, 3 * units, random, dtype),
        bias: zeros(1, 3 * units, dtype),
        recurrentWeight: firstWeights("orthogonal", units, 3 * units, random, dtype),
        recurrentBias: zeros(1, 3 * units, dtype),
      };
      return [
        {
          name,
          inputShape: input,
          outputShape: returnSequences ? [steps, units] : [units],
          parameters: Object.fromEntries(Object.entries(gates).map(([key, value]) => [`${name}.${key}`, value])),
          forward: (x) => forward(name, x, steps, gates, returnSequences),
        },
      ];
    },
  });
}

/** Of every matrix with N steps rows, row i steps + t is step t of example i. */
function forward(name: string, x: Matrix, steps: number, gates: Gates, all: boolean): Forward {
  const units = gates.recurrentWeight.rows;
  const dtype = dtypeOf(x);
  const count = x.rows;
  const xRows = matrix(count * steps, x.cols / steps, x.data);
  const fromInput = affine(xRows, gates.weight, gates.bias);
  const before = zeros(count * steps, units, dtype);
  const [r, z, n, candidate] = [0, 1, 2, 3].map(() => zeros(count * steps, units, dtype).data);
  const output = zeros(count, all ? steps * units : units, dtype);
  let state = zeros(count, units, dtype);
  for (let t = 0; t < steps; t++) {
    const { data: fromState } = affine(state, gates.recurrentWeight, gates.recurrentBias);
    const next = zeros(count, units, dtype);
    for (let i = 0; i < count; i++) {
      const [here, there] = [(i * steps + t) * units * 3, i * units * 3];
      for (let j = 0; j < units; j++) {
        const at = (i * steps + t) * units + j;
        const h = state.data[i * units + j];
        before.data[at] = h;
        r[at] = sigmoid(fromInput.data[here + j] + fromState[there + j]);
        z[at] = sigmoid(fromInput.data[here + units + j] + fromState[there + units + j]);
        candidate[at] = fromState[there + 2 * units + j];
        n[at] = Math.tanh(fromInput.data[here + 2 * units + j] + r[at] * candidate[at]);
        next.data[i * units + j] = z[at] * h + (1 - z[at]) * n[at];
        if (all) output.data[at] = next.data[i * units + j];
      }
    }
    state = next;
  }
  if (!all) output.data.set(state.data);

  /** The gradients of the gates before their sigmoid or tanh, of what comes from the input and of what comes from the state. */
  function gateGradients({ data: gradient }: Matrix): { ofInput: Matrix; ofState: Matrix } {
    const [ofInput, ofState] = [0, 1].map(() => zeros(count * steps, 3 * units, dtype));
    let back = zeros(count, units, dtype);
    if (!all) back.data.set(gradient);
    for (let t = steps - 1; t >= 0; t--) {
      const step = zeros(count, 3 * units, dtype);
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < units; j++) {
          const at = (i * steps + t) * units + j;
          const own = i * units + j;
          const g = all ? back.data[own] + gradient[at] : back.data[own];
          const ofNew = g * (1 - z[at]) * (1 - n[at] * n[at]);
          const ofReset = ofNew * candidate[at] * r[at] * (1 - r[at]);
          const ofUpdate = g * (before.data[at] - n[at]) * z[at] * (1 - z[at]);
          const here = (i * steps + t) * units * 3 + j;
          const there = i * units * 3 + j;
          ofInput.data[here] = step.data[there] = ofReset;
          ofInput.data[here + units] = step.data[there + units] = ofUpdate;
          ofInput.data[here + 2 * units] = ofNew;
          step.data[there + 2 * units] = ofNew * r[at];
          back.data[own] = g * z[at];
        }
        const place = (i * steps + t) * units * 3;
        ofState.data.set(step.data.subarray(i * units * 3, (i + 1) * units * 3), place);
      }
      const through = multiplyTransposedRight(step, gates.recurrentWeight);
      for (let i = 0; i < through.data.length; i++) through.data[i] += back.data[i];
      back = through;
    }
    return { ofInput, ofState };
  }
  let last: { gradient: Matrix; gates: ReturnType<typeof gateGradients> } | undefined;
  /** Both ways back need it, and of the same gradient. */
  function once(gradient: Matrix): ReturnType<typeof gateGradients> {
    if (last?.gradient !== gradient) last = { gradient, gates: gateGradients(gradient) };
    return last.gates;
  }
  return {
    output,
    parameterGradients(gradient) {
      const { ofInput, ofState } = once(gradient);
      return {
        [`${name}.weight`]: multiplyTransposedLeft(xRows, ofInput),
        [`${name}.bias`]: columnSums(ofInput),
        [`${name}.recurrentWeight`]: multiplyTransposedLeft(before, ofState),
        [`${name}.recurrentBias`]: columnSums(ofState),
      };
    },
    inputGradient(gradient) {
      return matrix(x.rows, x.cols, multiplyTransposedRight(once(gradient).ofInput, gates.weight).data);
    },
  };
}
