import type * as surprisal from "../../src/browser.js";

/** Of every engine. What changes the order of a sum changes it, and every trained model with it. */
export const TRAINED_BITS = "e9de2f2e29b3a5b6";

/**
 * Trains networks of float32 on made-up data, the article's 64-32-1, one with tanh and five classes, one of pictures and one of
 * words, which have all kinds of layers, and gives a hash (FNV-1a, 64 bits) of all weights and losses: for any engine, with the
 * library as it is loaded there.
 */
export async function trainedBits(library: typeof surprisal): Promise<string> {
  const { adam, adamw, createRandom, dense, fit, matrix, sequential, sigmoidCrossEntropy, softmaxCrossEntropy } =
    library;
  const { averagePool2d, conv1d, conv2d, dropout, embedding, flatten, gelu } = library;
  const { globalAveragePool, gru, layerNorm, maxPool2d, relu, tanh } = library;
  const random = createRandom(11);
  const examples = (inputs: number, classes: number): surprisal.Dataset => {
    const data = new Float32Array(500 * inputs).map(() => 2 * random.next() - 1);
    const sums = Array.from({ length: 500 }, (_, row) => data[row * inputs] + data[row * inputs + 1]);
    const targets = Int32Array.from(sums, (sum) => Math.min(classes - 1, Math.floor(((sum + 2) / 4) * classes)));
    return {
      features: matrix(500, inputs, data),
      targets,
      featureNames: Array.from({ length: inputs }, (_, i) => `feature ${i}`),
      classNames: Array.from({ length: classes }, (_, k) => `class ${k}`),
      rowNumbers: Int32Array.from(targets, (_, row) => row),
    };
  };
  const binary = sequential([dense(32, "relu"), dense(1)], { inputs: 64, seed: 1, dtype: "float32" });
  const many = sequential([dense(19, "tanh"), dense(5)], { inputs: 7, seed: 1, dtype: "float32" });
  const pictures = sequential(
    [
      ...[conv2d(4, 3, { padding: "same" }), relu(), maxPool2d(2), layerNorm(), gelu(), averagePool2d(2)],
      ...[flatten(), dropout(0.2), dense(5)],
    ],
    { inputs: [8, 8, 1], seed: 1, dtype: "float32" },
  );
  const words = sequential(
    [...[embedding(10, 6), conv1d(6, 3), tanh(), gru(4, { returnSequences: true }), globalAveragePool()], dense(5)],
    { inputs: 7, seed: 1, dtype: "float32" },
  );
  const ofNumbers = examples(7, 5);
  const text = matrix(
    500,
    7,
    ofNumbers.features.data.map((x) => Math.floor(5 * (x + 1))),
  );
  const ofFive = { loss: softmaxCrossEntropy, optimizer: adamw(1e-2), epochs: 3, seed: 1 };
  const runs = [
    fit(binary, examples(64, 2), { loss: sigmoidCrossEntropy, optimizer: adam(1e-3), epochs: 20, seed: 1 }),
    fit(many, examples(7, 5), { loss: softmaxCrossEntropy, optimizer: adamw(1e-2), epochs: 20, seed: 1 }),
    fit(pictures, examples(64, 5), ofFive),
    fit(words, { ...ofNumbers, features: text }, ofFive),
  ];
  const losses: number[] = [];
  for (const run of runs) for await (const { train } of run) losses.push(train.mean);
  let hash = 0xcbf29ce484222325n;
  for (const numbers of [
    Float64Array.from(losses),
    ...[binary, many, pictures, words].flatMap(({ parameters }) => Object.values(parameters).map(({ data }) => data)),
  ]) {
    for (const byte of new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)) {
      hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
    }
  }
  return hash.toString(16);
}
