import type { Parameters } from "../../model/layer.js";
import { checkObject } from "../../numerics/check.js";
import { checkCount, checkNotNegative } from "../../numerics/check-number.js";
import { dtypeOf, zeros } from "../../numerics/dtype.js";
import type { Matrix } from "../../numerics/matrix.js";
import { type SimdRule, simdUpdate } from "../../wasm/update.js";
import { checkGradients, checkLike, checkParameters } from "./check-parameters.js";
import { type LearningRate, scheduleOf } from "./learning-rate.js";
import type { Optimizer } from "./optimizer.js";
import { asSimdOptimizer } from "./simd-rules.js";

/** What an optimizer remembers: the steps done, and numbers by name, each set in the shapes of the parameters. */
export type OptimizerState<Memory extends string> = Readonly<Record<Memory, Parameters>> & { step: number };

type Numbers = Matrix["data"];

/**
 * One step of the entries of one parameter: changes `w` and the memories, in place.
 *
 * @param step number of this step, from 1
 */
export type Rule<Memory extends string> = (
  w: Numbers,
  g: Numbers,
  memory: Readonly<Record<Memory, Numbers>>,
  rate: number,
  step: number,
) => void;

/**
 * An optimizer in which every entry goes its own way.
 *
 * @param starts what it remembers, and the number each memory begins with
 * @param simd the same rule by SIMD, for parameters of float32; its memories are those of `starts`, in their order
 */
export function entrywise<Memory extends string>(
  name: string,
  learningRate: LearningRate,
  starts: Readonly<Record<Memory, number>>,
  rule: Rule<Memory>,
  simd?: SimdRule,
): Optimizer<OptimizerState<Memory>> {
  const rateOf = scheduleOf(name, learningRate);
  const memories = Object.keys(starts) as Memory[];
  const optimizer: Optimizer<OptimizerState<Memory>> = {
    name,
    init(parameters) {
      checkParameters(`${name}: parameters`, parameters);
      const filled = memories.map((memory) => [memory, filledLike(parameters, starts[memory])]);
      return { ...Object.fromEntries(filled), step: 0 };
    },
    learningRate: (state) => rateOf(state.step),
    update(parameters, gradients, state, rateFactor = 1) {
      checkParameters(`${name}: parameters`, parameters);
      checkGradients(`${name}: gradients`, gradients, parameters);
      checkObject(`${name}: state`, state);
      for (const memory of memories) checkLike(`${name}: state.${memory}`, state[memory], parameters);
      checkCount(`${name}: state.step`, state.step, 0);
      checkNotNegative(`${name}: rateFactor`, rateFactor);
      const rate = rateOf(state.step) * rateFactor;
      state.step++;
      for (const key of Object.keys(parameters)) {
        const memory = {} as Record<Memory, Numbers>;
        for (const slot of memories) memory[slot] = state[slot][key].data;
        const [w, g] = [parameters[key].data, gradients[key].data];
        if (simd && simdUpdate(simd, w, g, Object.values(memory), rate, state.step)) continue;
        rule(w, g, memory, rate, state.step);
      }
    },
  };
  return asSimdOptimizer(optimizer, simd && { rule: simd, memories, rateOf });
}

function filledLike(parameters: Parameters, value: number): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([key, like]) => {
      const filled = zeros(like.rows, like.cols, dtypeOf(like));
      filled.data.fill(value);
      return [key, filled];
    }),
  );
}
