import { expect, test } from "vitest";
import { slugify, slugRegister } from "../../../src/report/html/slug.js";

test.each([
  ["Cross-entropy, in bits", "cross-entropy-in-bits"],
  ["Cross-entropy,-in-bits", "cross-entropy-in-bits"],
  ["  What is -log p?  ", "what-is-log-p"],
  ["交叉熵 H(p, q)", "交叉熵-h-p-q"],
  ["café", "café"],
  ["cafe\u0301", "café"],
  ["???", "section"],
])("%s -> %s", (text, slug) => expect(slugify(text)).toBe(slug));

test("the second heading of the same words gets a number, past those that are taken", () => {
  const slug = slugRegister(["main"]);
  expect(["Exercise", "Exercise 2", "Exercise", "Main"].map(slug)).toEqual([
    "exercise",
    "exercise-2",
    "exercise-3",
    "main-2",
  ]);
});
