import { describe, expect, test } from "vitest";
import { relu } from "../../src/model/activation.js";
import { dense } from "../../src/model/dense.js";
import { predict } from "../../src/model/predict.js";
import { sequential } from "../../src/model/sequential.js";
import { fromRows, matrix } from "../../src/numerics/matrix.js";
import { sigmoid } from "../../src/numerics/sigmoid.js";
import { softmax } from "../../src/numerics/softmax.js";
import { features, goldenModel, network } from "./golden-network.js";

describe("sequential", () => {
  test("the same seed gives the same bits, another seed others", () => {
    const weights = (seed: number) => sequential([dense(5, "relu"), dense(3)], { inputs: 4, seed }).parameters;
    expect(weights(1)).toEqual(weights(1));
    expect(weights(2)["dense1.weight"]).not.toEqual(weights(1)["dense1.weight"]);
    expect(weights(2)["dense2.weight"]).not.toEqual(weights(1)["dense2.weight"]);
  });

  test("a layer described once can be used in many models, and shares nothing between them", () => {
    const layer = dense(2);
    const [one, two] = [1, 1].map((seed) => sequential([layer], { inputs: 2, seed }));
    one.parameters["dense1.weight"].data[0] = 99;
    expect(two.parameters["dense1.weight"].data[0]).not.toBe(99);
    const twice = sequential([layer, layer], { inputs: 2, seed: 1 });
    expect(Object.keys(twice.parameters).length).toBe(4);
  });

  test("logits() and forward() say the same, and keep nothing between calls", () => {
    const model = goldenModel("tanh");
    const first = model.forward(features);
    const before = first.gradients(fromRows(network.direction));
    model.logits(fromRows([[9, 9, 9, 9]]));
    expect(model.logits(features)).toEqual(first.logits);
    expect(first.gradients(fromRows(network.direction))).toEqual(before);
    expect(model).toMatchObject({ inputs: 4, outputs: 2 });
  });

  test("float32 features give float64 logits", () => {
    const data = Float32Array.from(features.data);
    const model = goldenModel("relu");
    expect(model.logits(matrix(5, 4, data))).toEqual(model.logits(matrix(5, 4, Float64Array.from(data))));
  });

  test("errors", () => {
    expect(() => sequential([], { inputs: 2, seed: 1 })).toThrow("sequential: there is no layer; expected one or more");
    for (const last of [relu(), dense(2, "tanh")]) {
      expect(() => sequential([dense(2), last], { inputs: 2, seed: 1 })).toThrow(
        `sequential: the last layer is ${last.kind}; expected a linear one, such as dense(2), whose outputs are logits`,
      );
    }
    expect(() => sequential([dense(1)], { inputs: 2, seed: 1, input: 1 } as never)).toThrow(
      "there is no option input;",
    );
    expect(() => sequential([dense(1)], { inputs: 0, seed: 1 })).toThrow(
      "sequential: inputs is 0; expected a whole number, 1 or more",
    );
    expect(() => sequential([dense(1)], { inputs: 1 } as { inputs: number; seed: number })).toThrow(
      "seed is undefined",
    );
    expect(() => goldenModel("relu").logits(fromRows([[1, 2]]))).toThrow(
      "model: features have 2 columns; expected 4, as the model was made for",
    );
  });
});

describe("predict", () => {
  test("is the softmax of two logits or more, the sigmoid of one", () => {
    const model = goldenModel("relu");
    expect(predict(model, features)).toEqual(softmax(model.logits(features)));
    const binary = sequential([dense(1)], { inputs: 4, seed: 3 });
    expect(predict(binary, features)).toEqual(sigmoid(binary.logits(features)));
    expect(predict(binary, features)).toMatchObject({ kind: "probabilities", rows: 5, cols: 1 });
  });

  test("names the argument that is no model, or no matrix", () => {
    for (const [model, what] of [
      [null, "null"],
      [undefined, "undefined"],
      [features, "a 5 x 4 matrix"],
      [{ ...goldenModel("relu"), forward: undefined }, "an object"],
      [{ ...goldenModel("relu"), parameters: null }, "an object"],
    ] as const) {
      expect(() => predict(model as never, features)).toThrow(
        `predict: model is ${what}; expected a model, as sequential makes`,
      );
    }
    expect(() => predict(goldenModel("relu"), null as never)).toThrow("predict: features is null");
  });
});
