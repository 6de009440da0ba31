import { callersMean } from "./callers-mean.js";
import { logitsOf } from "./case.js";
import { type Convention, conventionsOf } from "./convention.js";
import { allRows, perEntry } from "./reckoning.js";
import { binaryLosses } from "./row-losses.js";

// tf.nn gives the losses of the rows; weights and `tf.reduce_mean` over all of them are the caller's.
const convention = conventionsOf("TensorFlow", "2.21.0");
const SOURCE = "https://github.com/tensorflow/tensorflow/blob/v2.21.0/tensorflow/python/ops/nn_impl.py";

/** `tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels, logits))`, also the sparse one. */
export const softmaxCrossEntropyWithLogits: Convention = convention(
  "reduce_mean(softmax_cross_entropy_with_logits)",
  SOURCE,
  callersMean,
);

/** `tf.nn.sigmoid_cross_entropy_with_logits` and with a pos_weight `weighted_cross_entropy_with_logits`, averaged. */
export const sigmoidCrossEntropyWithLogits: Convention = convention(
  "reduce_mean(sigmoid_cross_entropy_with_logits)",
  SOURCE,
  (c) => {
    if (c.kind !== "sigmoid") return undefined;
    const z = logitsOf(c).data;
    const rowLosses = binaryLosses(c, (i, y) => {
      const rest = Math.log1p(Math.exp(-Math.abs(z[i])));
      if (c.posWeight === 1) return Math.max(z[i], 0) - z[i] * y + rest;
      return (1 - y) * z[i] + (1 + (c.posWeight - 1) * y) * (rest + Math.max(-z[i], 0));
    });
    return { rowLosses, ...perEntry(c, allRows(c)), peculiarity: "small losses may be rounded away" };
  },
);
