import { describe, expect, test } from "vitest";
import { earlyStopping } from "../../src/training/early-stopping.js";

describe("earlyStopping", () => {
  const verdicts = (losses: number[], options: { patience: number; minDelta?: number }) => {
    const rule = earlyStopping(options);
    const memory = rule.start();
    return losses.map((loss) => {
      const { improved, stop } = rule.judge(memory, loss);
      return stop ? "stop" : improved ? "improved" : "waits";
    });
  };

  test("stops after `patience` epochs without a lower loss, and begins to count anew after one", () => {
    expect(verdicts([5, 4, 4.5, 4.2, 3, 3, 3.5, 3.1], { patience: 3 })).toEqual([
      "improved",
      "improved",
      "waits",
      "waits",
      "improved",
      "waits",
      "waits",
      "stop",
    ]);
    expect(verdicts([1, 2], { patience: 1 })).toEqual(["improved", "stop"]);
  });

  test("a loss must be lower by more than minDelta than the best", () => {
    expect(verdicts([1, 0.95, 0.9, 0.85], { patience: 3, minDelta: 0.125 })).toEqual([
      "improved",
      "waits",
      "waits",
      "improved",
    ]);
  });

  test("NaN and Infinity are no improvement", () => {
    expect(verdicts([Number.POSITIVE_INFINITY, Number.NaN], { patience: 2 })).toEqual(["waits", "stop"]);
  });

  test("every run has a memory of its own", () => {
    const rule = earlyStopping({ patience: 2 });
    rule.judge(rule.start(), 0.1);
    expect(rule.judge(rule.start(), 5)).toEqual({ improved: true, stop: false });
  });

  test("settings outside their range are refused", () => {
    for (const patience of [0, 1.5, Number.NaN]) {
      expect(() => earlyStopping({ patience })).toThrow(
        `earlyStopping: patience is ${patience}; expected a whole number, 1 or more`,
      );
    }
    expect(() => earlyStopping({ patience: 1, minDelta: -1 })).toThrow(
      "earlyStopping: minDelta is -1; expected a finite number, 0 or more",
    );
  });
});
