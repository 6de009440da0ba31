import { expect, test } from "vitest";
import { bitsPerByte, bitsToNats, natsToBits, perplexity } from "../../src/information/units.js";
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

test("bits per byte: eight bits of surprise a byte are one file for one file", () => {
  expect(bitsPerByte(256 * Math.log(256), 256)).toBeWithinUlps(8, 1);
  expect(bitsPerByte(3 * Math.LN2, 6)).toBe(0.5);
  expect(bitsPerByte(Number.POSITIVE_INFINITY, 6)).toBe(Number.POSITIVE_INFINITY);
});

test.each([
  [() => natsToBits("1" as never), 'natsToBits: nats is "1"; expected a number'],
  [() => bitsToNats(Number.NaN), "bitsToNats: bits is NaN; expected a number"],
  [() => perplexity(null as never), "perplexity: nats is null; expected a number"],
  [() => bitsPerByte(Number.NaN, 1), "bitsPerByte: nats is NaN; expected a number"],
  [() => perplexity(-1), "perplexity: nats is -1; expected 0 or more"],
  [() => bitsPerByte(-1e-9, 1), "bitsPerByte: nats is -1e-9; expected 0 or more"],
  [() => bitsPerByte(1, 0), "bitsPerByte: bytes is 0; expected a whole number, 1 or more"],
])("%s", (call, message) => expect(call).toThrow(message));
