import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as library from "../../src/browser.js";
import * as figures from "../../src/figures/index.js";
import { data } from "./data.js";
import { derivatives } from "./derivatives.js";
import { Draw } from "./draw.js";
import type { Registry } from "./entry.js";
import { evaluation } from "./evaluation.js";
import { information } from "./information.js";
import { complaint, type Outcome, watch } from "./judge.js";
import { loss } from "./loss.js";
import { model } from "./model.js";
import { numerics } from "./numerics.js";
import { spoil } from "./spoil.js";
import { training } from "./training.js";
import { wasm } from "./wasm.js";

// Every public function is called with good arguments and with bad ones. It has to give a result without NaN, or an error
// that names the function, what it got and what it expected, before anything was written.
// A new function needs an entry in its room's file beside this one: its good arguments, a few lines.

const registry: Registry = {
  ...numerics,
  ...information,
  ...loss,
  ...derivatives,
  ...model,
  ...data,
  ...training,
  ...evaluation,
  ...wasm,
};
// All but the figures, which take what the other rooms have made.
const functions = Object.entries(library as Record<string, unknown>).filter(
  ([name, value]) => typeof value === "function" && !(name in figures),
);
const CALLS = process.env.CI === "true" ? 100_000 : 20_000;

describe("the fuzz", () => {
  test("has an entry for every public function, and for nothing that is none", () => {
    const names = functions.map(([name]) => name);
    expect(names.filter((name) => !(name in registry))).toEqual([]);
    expect(Object.keys(registry).filter((name) => !names.includes(name.split(".")[0]))).toEqual([]);
  });
});

describe(`${CALLS} calls of ${Object.keys(registry).length} functions`, () => {
  const runs = Math.ceil(CALLS / Object.keys(registry).length);
  test.each(Object.entries(registry))("%s", (name, entry) => {
    const exported = (library as Record<string, unknown>)[name] as (...args: unknown[]) => unknown;
    const call = entry.call ?? exported;
    const calls = entry.costly ? Math.ceil(runs / 100) : runs;
    let returned = 0;
    const tapes = fc.uint32Array({ minLength: 64, maxLength: 64, size: "max" });
    fc.assert(
      fc.property(tapes, (tape) => {
        const draw = new Draw(tape);
        const isSpoiled = draw.below(4) > 0;
        const args = [...entry.good(draw)];
        const spoiled = isSpoiled ? spoil(args, draw) : undefined;
        const changed = watch(args);
        const outcome = outcomeOf(() => call(...args));
        if ("result" in outcome) returned++;
        const wrong =
          complaint(name, entry, outcome, spoiled, args) ?? changed("error" in outcome ? undefined : entry.writes);
        if (wrong) throw new Error(`${name}: ${wrong}`);
      }),
      { seed: 1, numRuns: calls },
    );
    expect(returned).toBeGreaterThan(calls / 20);
  });
});

function outcomeOf(call: () => unknown): Outcome {
  try {
    return { result: call() };
  } catch (error) {
    return { error };
  }
}
