// Whole training steps of a network of linear layers, relu and tanh, on softmax or sigmoid cross-entropy: rows gathered,
// forward, loss, backward, update. One call does many steps, so that nothing crosses into JavaScript in between.
//
// Each part is the routine that does it alone, on the same numbers in the same order: so a step here has the bits of a step
// made of its parts. What the losses leave to their textbook twins ends the call before its step has changed anything.
//
// A network is fields of 4 bytes, addresses and numbers, from its address on, in the order of the constants; a layer likewise.
// Parameters, their gradients and the optimizer's memories are each one stretch of numbers.

import { addColumns } from "./add-columns";
import { allFinite32 } from "./all-finite";
import { LOSS } from "./block";
import { affine, multiplyTransposedLeft, multiplyTransposedRight } from "./multiply";
import { narrowExps, narrowGradients } from "./narrow-rows";
import { plainLosses, rowLosses } from "./row-losses";
import { sigmoidRows } from "./sigmoid-rows";
import { relu, timesReluSlope } from "./relu";
import { tanh } from "./tanh";
import { adam, sgd } from "./update";
import { wideExps, wideGradients } from "./wide-rows";

// Of a network.
const LAYERS: usize = 0;
const LAYER_COUNT: usize = 4;
const FEATURES: usize = 8;
const INPUTS: usize = 12;
const TARGETS: usize = 16;
const BATCH: usize = 20; // the batch's features
const BATCH_TARGETS: usize = 24; // int32
const LOGITS: usize = 28; // becomes their gradient
const CLASSES: usize = 32; // 1: sigmoid
const BLOCK: usize = 36; // block.ts
const COLUMNS: usize = 40; // narrow-rows.ts
const ONES: usize = 44; // float64, one a row of a block
const ROWS_AT_ONCE: usize = 48; // of a block
const PARAMETERS: usize = 52;
const PARAMETER_COUNT: usize = 56;
const GRADIENTS: usize = 60;
const FIRST_MEMORY: usize = 64;
const SECOND_MEMORY: usize = 68;
const OPTIMIZER: usize = 72; // 0: adam, 1: sgd
const SCRATCH: usize = 76;
const STATUS: usize = 80; // see below

// Of a layer.
const KIND: usize = 0; // 0: linear, 1: relu, 2: tanh
const WIDTH_IN: usize = 4;
const WIDTH_OUT: usize = 8;
const WEIGHT: usize = 12;
const BIAS: usize = 16;
const WEIGHT_GRADIENT: usize = 20;
const BIAS_GRADIENT: usize = 24;
const FROM: usize = 28; // where its input is
const TO: usize = 32; // where its output is: of an activation, where its input was
const TO_GRADIENT: usize = 36;
const FROM_GRADIENT: usize = 40; // 0: not wanted, the input is the data
const LAYER: usize = 44;

const ALL_DONE: u32 = 0;
/** The next step's loss is one that is left to the textbook: nothing of that step has been done. */
const ODD_LOSS: u32 = 1;
/** The last step has made a parameter that is not finite. */
const NOT_FINITE: u32 = 2;

@inline
function field(struct: usize, name: usize): usize {
  return <usize>load<u32>(struct + name);
}

/**
 * `steps` steps of `rows` examples each, whose numbers are at `order`; `constants` has those of the optimizer for every step,
 * `constantBytes` each. The losses go to `losses`, a float64 number an example. Gives the number of steps done.
 */
export function trainSteps(
  net: usize,
  order: usize,
  rows: usize,
  steps: usize,
  constants: usize,
  constantBytes: usize,
  losses: usize,
): usize {
  store<u32>(net, ALL_DONE, STATUS);
  const layers = field(net, LAYERS);
  const end = layers + field(net, LAYER_COUNT) * LAYER;
  const count = field(net, PARAMETER_COUNT);
  for (let step: usize = 0; step < steps; step++) {
    gather(net, order, rows);
    for (let layer = layers; layer < end; layer += LAYER) forward(net, layer, rows);
    if (!lossAndGradient(net, rows, losses)) {
      store<u32>(net, ODD_LOSS, STATUS);
      return step;
    }
    for (let layer = end - LAYER; layer >= layers; layer -= LAYER) backward(net, layer, rows);
    const w = field(net, PARAMETERS);
    const g = field(net, GRADIENTS);
    const memory = field(net, FIRST_MEMORY);
    if (field(net, OPTIMIZER) == 0) adam(w, g, memory, field(net, SECOND_MEMORY), count, constants);
    else sgd(w, g, memory, count, constants);
    if (!allFinite32(w, count)) {
      store<u32>(net, NOT_FINITE, STATUS);
      return step + 1;
    }
    order += rows << 2;
    losses += rows << 3;
    constants += constantBytes;
  }
  return steps;
}

/** The features and targets of the batch. */
function gather(net: usize, order: usize, rows: usize): void {
  const bytes = field(net, INPUTS) << 2;
  const features = field(net, FEATURES);
  const targets = field(net, TARGETS);
  let to = field(net, BATCH);
  const toTargets = field(net, BATCH_TARGETS);
  for (let i: usize = 0; i < rows; i++, to += bytes) {
    const row = <usize>load<u32>(order + (i << 2));
    const from = features + row * bytes;
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) v128.store(to + at, v128.load(from + at));
    for (; at < bytes; at += 4) store<f32>(to + at, load<f32>(from + at));
    store<i32>(toTargets + (i << 2), load<i32>(targets + (row << 2)));
  }
}

function forward(net: usize, layer: usize, rows: usize): void {
  const kind = field(layer, KIND);
  const to = field(layer, TO);
  const width = field(layer, WIDTH_OUT);
  if (kind == 0) {
    const weight = field(layer, WEIGHT);
    const inputs = field(layer, WIDTH_IN);
    affine(to, field(layer, FROM), weight, field(layer, BIAS), rows, inputs, width, field(net, SCRATCH));
  } else if (kind == 1) relu(to, rows * width);
  else tanh(to, rows * width);
}

/** False where a row is left to the textbook. */
function lossAndGradient(net: usize, rows: usize, losses: usize): bool {
  const z = field(net, LOGITS);
  const K = field(net, CLASSES);
  const targets = field(net, BATCH_TARGETS);
  const isDone = K == 1 ? sigmoidRows(z, targets, rows, losses) : softmaxRows(net, z, targets, rows, K, losses);
  if (!isDone) return false;
  const weight = f32x4.splat(<f32>rows);
  for (let at = z, end = z + (rows * K << 2); at < end; at += 16) {
    v128.store(at, f32x4.div(v128.load(at), weight));
  }
  return true;
}

function softmaxRows(net: usize, z: usize, targets: usize, rows: usize, K: usize, losses: usize): bool {
  const block = field(net, BLOCK);
  const columns = field(net, COLUMNS);
  const ones = field(net, ONES);
  const most = field(net, ROWS_AT_ONCE);
  for (let first: usize = 0; first < rows; first += most) {
    const count = min<usize>(most, rows - first);
    if (K <= 32) narrowExps(z, targets, count, K, columns, block);
    else wideExps(z, z, targets, count, K, block);
    rowLosses(block, count);
    if (K <= 32) narrowGradients(z, targets, count, K, columns, block, ones);
    else wideGradients(z, targets, count, K, block, ones);
    if (!plainLosses(block, count, ones)) return false;
    memory.copy(losses + (first << 3), block + LOSS, count << 3);
    z += count * K << 2;
    targets += count << 2;
  }
  return true;
}

function backward(net: usize, layer: usize, rows: usize): void {
  const kind = field(layer, KIND);
  const width = field(layer, WIDTH_OUT);
  const gradient = field(layer, TO_GRADIENT);
  if (gradient == 0) return; // an activation of the data
  if (kind != 0) {
    const output = field(layer, TO);
    if (kind == 1) timesReluSlope(gradient, output, rows * width);
    else timesTanhSlope(gradient, output, rows * width);
    return;
  }
  const inputs = field(layer, WIDTH_IN);
  const weightGradient = field(layer, WEIGHT_GRADIENT);
  const scratch = field(net, SCRATCH);
  multiplyTransposedLeft(weightGradient, field(layer, FROM), gradient, inputs, rows, width, scratch);
  const biasGradient = field(layer, BIAS_GRADIENT);
  memory.fill(biasGradient, 0, width << 2);
  addColumns(biasGradient, gradient, width << 2, rows, width);
  const fromGradient = field(layer, FROM_GRADIENT);
  if (fromGradient == 0) return;
  multiplyTransposedRight(fromGradient, inputs << 2, gradient, field(layer, WEIGHT), rows, width, inputs, scratch);
}

function timesTanhSlope(gradient: usize, output: usize, n: usize): void {
  const one = f32x4.splat(1);
  for (let at: usize = 0; at < n << 2; at += 16) {
    const y = v128.load(output + at);
    v128.store(gradient + at, f32x4.mul(v128.load(gradient + at), f32x4.sub(one, f32x4.mul(y, y))));
  }
}
