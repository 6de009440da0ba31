import { expect, test } from "vitest";
import { bitsToNats, natsToBits, perplexity } from "../../src/information/units.js";
import "../within-ulps.js";

test("a bit is ln 2 nats, and there is a way back", () => {
  expect(natsToBits(Math.LN2)).toBe(1);
  expect(bitsToNats(8)).toBeWithinUlps(Math.log(256), 1);
  for (const nats of [0, 1e-300, 0.1, 1e300, Number.POSITIVE_INFINITY]) {
    expect(bitsToNats(natsToBits(nats))).toBeWithinUlps(nats, 1);
  }
});

test("perplexity counts equally likely outcomes", () => {
  expect(perplexity(Math.log(6))).toBeWithinUlps(6, 2);
  expect(perplexity(0)).toBe(1);
  expect(perplexity(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
});
