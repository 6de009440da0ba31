/** What must not compile of the losses of sequences and of linear layers; see losses.test-d.ts. */
import { ctcBeamDecode } from "../../src/loss/ctc-beam-decode.js";
import { ctcGreedyDecode } from "../../src/loss/ctc-greedy-decode.js";
import { ctcLoss } from "../../src/loss/ctc-loss.js";
import { linearCrossEntropy } from "../../src/loss/linear-cross-entropy.js";
import { sampledSoftmaxCrossEntropy } from "../../src/loss/sampled-softmax-cross-entropy.js";
import type { Total } from "../../src/loss/total.js";
import type { Logits } from "../../src/numerics/kinds.js";
import { type Matrix, matrix } from "../../src/numerics/matrix.js";
import { logSoftmax, softmax } from "../../src/numerics/softmax.js";

declare const z: Logits;

// @ts-expect-error: the softmax is the loss's own
ctcLoss(softmax(z), [[1]]);
// @ts-expect-error: PyTorch's log_softmax beforehand would be a second one
ctcLoss(logSoftmax(z), [[1]]);
// @ts-expect-error: it could be anything
ctcLoss(matrix(2, 2), [[1]]);
// @ts-expect-error: one flat list is no list of sequences
ctcLoss(z, [1, 2]);
// @ts-expect-error: the logits come first
ctcLoss([[1]], z);
// @ts-expect-error: labels are not smoothed
ctcLoss(z, [[1]], { labelSmoothing: 0.1 });
// @ts-expect-error: weights are of sequences
ctcLoss(z, [[1]], { classWeights: [1, 1] });
// @ts-expect-error: probabilities are no logits
ctcGreedyDecode(softmax(z));
// @ts-expect-error: probabilities are no logits
ctcBeamDecode(softmax(z));
// @ts-expect-error: the best path has no beam
ctcGreedyDecode(z, { beamWidth: 2 });

export const asked: Matrix = ctcLoss(z, [[1]], { gradient: true }).gradient;
// @ts-expect-error: it was not asked for
export const missing: Matrix = ctcLoss(z, [[1]]).gradient;
export const zeroed: number = ctcLoss(z, [[1]], { zeroInfinity: true, lengths: [1] }).zeroed;
export const total: Total = ctcLoss([[0, 1]], [Int32Array.of(1)]);

declare const hidden: Matrix;
declare const weight: Matrix;
const fine = { samples: 2, seed: 1 };
// @ts-expect-error: logits are not what they are made from
sampledSoftmaxCrossEntropy({ hidden: z, weight }, [1], fine);
// @ts-expect-error: logits that are computed already
sampledSoftmaxCrossEntropy(z, [1], fine);
// @ts-expect-error: what is drawn depends on a seed
sampledSoftmaxCrossEntropy({ hidden, weight }, [1], { samples: 2 });
// @ts-expect-error: smoothing is over all classes
sampledSoftmaxCrossEntropy({ hidden, weight }, [1], { ...fine, labelSmoothing: 0.1 });
// @ts-expect-error: a target is one class
sampledSoftmaxCrossEntropy({ hidden, weight }, [[0.5, 0.5]], fine);
export const rows: Int32Array = sampledSoftmaxCrossEntropy({ hidden, weight }, [1], { ...fine, gradients: true })
  .gradients.classes;

// @ts-expect-error: logits are not what they are made from
linearCrossEntropy({ hidden: z, weight }, [1]);
// @ts-expect-error: logits that are computed already
linearCrossEntropy(z, [1]);
// @ts-expect-error: soft targets would be as large as the logits
linearCrossEntropy({ hidden, weight }, [[0.5, 0.5]]);
// @ts-expect-error: there is no matrix of logits to have a gradient
linearCrossEntropy({ hidden, weight }, [1], { gradient: true });
// @ts-expect-error: a layer has a weight
linearCrossEntropy({ hidden }, [1]);
// @ts-expect-error: targets come after
linearCrossEntropy([1], { hidden, weight });
export const ofBias: Float64Array | Float32Array = linearCrossEntropy({ hidden, weight }, [1], { gradients: true })
  .gradients.bias;
