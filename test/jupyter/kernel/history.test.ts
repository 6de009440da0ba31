import { expect, test } from "vitest";
import { createHistory } from "../../../src/jupyter/kernel/history.js";

function filled() {
  const history = createHistory();
  for (const [i, code] of ["let a = 1", "a + 1", "let b = 2", "a + 1"].entries()) history.add(i + 1, code);
  return history;
}

test("tail gives the last n", () => {
  expect(filled().select({ hist_access_type: "tail", n: 2 })).toEqual([
    [0, 3, "let b = 2"],
    [0, 4, "a + 1"],
  ]);
});

test("range gives from start up to stop", () => {
  expect(filled().select({ hist_access_type: "range", session: 0, start: 2, stop: 4, output: true })).toEqual([
    [0, 2, ["a + 1", null]],
    [0, 3, ["let b = 2", null]],
  ]);
});

test("search takes a glob and, when asked, each text once", () => {
  expect(filled().select({ hist_access_type: "search", pattern: "let ?*" })).toHaveLength(2);
  expect(filled().select({ hist_access_type: "search", pattern: "a + *", unique: true })).toEqual([[0, 4, "a + 1"]]);
});
