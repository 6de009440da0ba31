import { sigmoidCrossEntropy, softmaxCrossEntropy, softmaxFocalLoss } from "../../src/loss/index.js";
import { dense, type Parameters, sequential } from "../../src/model/index.js";
import * as t from "../../src/training/index.js";
import { dataset } from "./data.js";
import type { Draw } from "./draw.js";
import type { Entry, Registry } from "./entry.js";

/** A learning rate and options; a function in place of the rate is a schedule, and nothing bad. */
const optimizer = <Options>(
  make: (rate: number, options?: Options) => t.Optimizer,
  options: (draw: Draw) => Partial<Options>,
): Entry => ({
  good: (draw) => [0.01 + draw.share(), draw.maybe(() => options(draw))],
  call: (rate, given) => make(typeof rate === "function" ? Number.NaN : rate, given),
});

const parameters = (draw: Draw): Parameters => ({ a: draw.matrix(1, 2), b: draw.matrix(2, 1) });

/** A step from the first state. */
const step = (says: RegExp, make: () => t.Optimizer): Entry => ({
  good: (draw) => {
    const w = parameters(draw);
    return [w, parameters(draw), make().init(w), draw.maybe(() => draw.share())];
  },
  call: (...args: [Parameters, Parameters, unknown, number]) => make().update(...args),
  writes: /^[02]\b/,
  says,
});

const wrapper = (wrap: (value: number, inner: t.Optimizer) => t.Optimizer): Entry => ({
  good: (draw) => [0.01 + draw.share(), t.sgd(0.1)],
  call: wrap,
  unread: /^1\b/, // its methods may be any functions
});

const line = () => sequential([dense(1)], { inputs: 2, seed: 1 });
const isObject = (value: unknown) => typeof value === "object" && value !== null;

/** A schedule and one of its steps. */
const schedule = <Args extends unknown[]>(
  make: (...args: Args) => t.Schedule,
  good: (draw: Draw) => [...Args],
): Entry => ({
  good: (draw) => [...good(draw), draw.below(20)],
  call: (...args) => make(...(args.slice(0, -1) as Args))(args[args.length - 1]),
});

export const training: Registry = {
  adam: optimizer(t.adam, (draw) => ({ beta1: draw.share(), epsilon: 0.01 + draw.share() })),
  "adam.update": step(/^adam\b/, () => t.adam(0.1)),
  adamw: optimizer(t.adamw, (draw) => ({ beta2: draw.share(), weightDecay: draw.share() })),
  "adamw.update": step(/^adamw\b/, () => t.adamw(0.1)),
  adagrad: optimizer(t.adagrad, (draw) => ({ initialSum: draw.share() })),
  "adagrad.update": step(/^adagrad\b/, () => t.adagrad(0.1)),
  lion: optimizer(t.lion, (draw) => ({ beta1: draw.share(), beta2: draw.share() })),
  "lion.update": step(/^lion\b/, () => t.lion(0.1)),
  rmsprop: optimizer(t.rmsprop, (draw) => ({ decay: draw.share() })),
  "rmsprop.update": step(/^rmsprop\b/, () => t.rmsprop(0.1)),
  sgd: optimizer(t.sgd, (draw) => ({ momentum: draw.share(), nesterov: false })),
  "sgd.update": step(/^sgd\b/, () => t.sgd(0.1, { momentum: 0.5 })),
  l2Penalty: wrapper(t.l2Penalty),
  "l2Penalty.update": step(/^(l2Penalty|sgd)\b/, () => t.l2Penalty(0.1, t.sgd(0.1))),
  clipByGlobalNorm: wrapper(t.clipByGlobalNorm),
  "clipByGlobalNorm.update": step(/^(clipByGlobalNorm|sgd)\b/, () => t.clipByGlobalNorm(1, t.sgd(0.1))),
  clipByValue: wrapper(t.clipByValue),
  "clipByValue.update": step(/^(clipByValue|sgd)\b/, () => t.clipByValue(1, t.sgd(0.1))),
  constantSchedule: schedule(t.constantSchedule, (draw) => [0.01 + draw.share()]),
  stepSchedule: schedule(t.stepSchedule, (draw) => [draw.shares(3), [1 + draw.below(4), 5 + draw.below(9)]]),
  exponentialSchedule: schedule(t.exponentialSchedule, (draw) => [
    0.01 + draw.share(),
    { factor: 0.01 + draw.share(), steps: draw.maybe(() => 1 + draw.below(9)) },
  ]),
  polynomialSchedule: schedule(t.polynomialSchedule, (draw) => [
    0.01 + draw.share(),
    { steps: 1 + draw.below(9), end: draw.share(), power: 0.5 + draw.share() },
  ]),
  cosineSchedule: schedule(t.cosineSchedule, (draw) => [
    0.01 + draw.share(),
    { steps: 5 + draw.below(9), warmup: draw.below(5), start: draw.share(), end: draw.share() },
  ]),
  oneCycleSchedule: schedule(t.oneCycleSchedule, (draw) => [
    0.01 + draw.share(),
    { steps: 5 + draw.below(9), rise: draw.maybe(() => 0.5), startDivisor: 1 + draw.below(9) },
  ]),
  reduceOnPlateau: {
    good: (draw) => [{ patience: 1 + draw.below(5), factor: draw.maybe(() => 0.5), minDelta: draw.share() }],
  },
  earlyStopping: {
    good: (draw) => [
      { patience: 1 + draw.below(5), minDelta: draw.maybe(() => draw.share()), watch: draw.maybe(() => "refinement") },
    ],
  },
  mixedLoss: {
    good: (draw) => [
      [
        [0.1 + draw.share(), softmaxCrossEntropy],
        [0.1 + draw.share(), softmaxFocalLoss],
      ],
    ],
    call: (parts) => {
      t.mixedLoss(parts);
      return parts.map(([share]: [number]) => share);
    },
    unread: /^0\.\d+\.1/, // its losses may be any functions
  },
  lbfgs: {
    good: (draw) => [draw.shares(3), { history: draw.maybe(() => 1 + draw.below(4)) }],
    call: (start, options) => {
      const bowl = (x: Float64Array) => ({
        value: x.reduce((sum, e) => sum + e * e, 0),
        gradient: x.map((e) => 2 * e),
      });
      return t.lbfgs(bowl, start, options);
    },
  },
  fitByLbfgs: {
    good: (draw) => [dataset(draw, 4), { l2: 0.1 + draw.share(), maxIterations: 1 + draw.below(9) }],
    call: (train, options) =>
      t.fitByLbfgs(line(), train, isObject(options) ? { loss: sigmoidCrossEntropy, ...options } : options),
    unread: /rowNumbers|Names/,
  },
  fitByNewton: {
    good: (draw) => [
      dataset(draw, 4),
      draw.maybe(() => ({ l2: 0.1 + draw.share(), maxIterations: 1 + draw.below(9) })),
    ],
    call: (train, options) => t.fitByNewton(line(), train, options),
    unread: /rowNumbers|Names/,
    picky: true, // four rows may leave the Hessian singular
  },
  fit: {
    good: (draw) => [
      dataset(draw, 4),
      {
        epochs: 1 + draw.below(2),
        batchSize: draw.maybe(() => 2),
        seed: draw.below(9),
        validation: draw.maybe(() => dataset(draw, 2)),
      },
    ],
    call: (train, options) =>
      t.fit(
        line(),
        train,
        isObject(options) ? { loss: sigmoidCrossEntropy, optimizer: t.sgd(0.1), ...options } : options,
      ),
    unread: /rowNumbers|Names/,
  },
};
