import { checkCount } from "../numerics/check-number.js";
import { dtypeOf, zeros } from "../numerics/dtype.js";
import { made } from "../numerics/made.js";
import { type Matrix, rowOf } from "../numerics/matrix.js";
import type { Forward, LayerSpec } from "./layer.js";
import { checkDimensions } from "./shape.js";

/**
 * A row of numbers of its own for every word: row i of the weight, vocabulary x size, stands for word i. The first weights are
 * normal with variance 1.
 *
 * @param vocabulary how many words there are: the inputs are whole numbers, 0 to vocabulary - 1
 * @param size numbers that stand for a word
 * @returns the first layer for `sequential`, from [steps] to [steps, size]
 * @throws RangeError when a number is none of 1 or more; the layer throws for an input that is no word
 * @example
 * const model = sequential([embedding(100, 8), flatten(), dense(2)], { inputs: 5, seed: 1 });
 * model.logits(fromRows([[3, 14, 15, 92, 65]])).cols; // 2
 * @see Bengio et al.: A neural probabilistic language model (2003), section 2
 */
export function embedding(vocabulary: number, size: number): LayerSpec {
  checkCount("embedding: vocabulary", vocabulary, 1);
  checkCount("embedding: size", size, 1);
  return made("embedding", [vocabulary, size], {
    kind: "embedding",
    linear: false,
    build(input, random, position, dtype) {
      const name = `embedding${position}`;
      checkDimensions(name, input, ["steps"]);
      if (position > 1) throw new RangeError(`sequential: ${name} follows another layer; expected it to be the first`);
      const weight = zeros(vocabulary, size, dtype);
      for (let i = 0; i < weight.data.length; i++) weight.data[i] = random.normal();
      return [
        {
          name,
          inputShape: input,
          outputShape: [input[0], size],
          parameters: { [`${name}.weight`]: weight },
          forward: (words) => forward(name, words, weight),
        },
      ];
    },
  });
}

function forward(name: string, words: Matrix, weight: Matrix): Forward {
  const { rows: vocabulary, cols: size } = weight;
  const output = zeros(words.rows, words.cols * size, dtypeOf(weight));
  for (let i = 0; i < words.data.length; i++) {
    const word = words.data[i];
    if (!(Number.isInteger(word) && word >= 0 && word < vocabulary)) {
      const place = `row ${Math.floor(i / words.cols)}, column ${i % words.cols}`;
      throw new RangeError(`${name}: ${place} is ${word}; expected a word, 0 to ${vocabulary - 1}`);
    }
    output.data.set(rowOf(weight, word), i * size);
  }
  return {
    output,
    parameterGradients(gradient) {
      const sums = zeros(vocabulary, size, dtypeOf(weight));
      for (let i = 0; i < words.data.length; i++) {
        const start = words.data[i] * size;
        for (let j = 0; j < size; j++) sums.data[start + j] += gradient.data[i * size + j];
      }
      return { [`${name}.weight`]: sums };
    },
    // Between one word and the next there is nothing.
    inputGradient: () => zeros(words.rows, words.cols, dtypeOf(weight)),
  };
}
