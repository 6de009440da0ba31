import { expect, test } from "vitest";
import { differences } from "../../../src/jupyter/client/compare.js";
import { lineDiff } from "../../../src/jupyter/client/line-diff.js";
import { codeCell, display, markdownCell, notebook, stdout } from "./cells.js";

const executed = (source: string, id: string, ...outputs: Parameters<typeof display>[0][]) =>
  codeCell(source, { id, execution_count: 5, outputs: outputs.map(display) });

test("what canonical form does away with is no difference", () => {
  const committed = notebook(codeCell("1", { id: "a", execution_count: 1, outputs: [stdout("data/a.csv\n")] }));
  const again = notebook(
    codeCell("1", {
      id: "a",
      execution_count: 9,
      metadata: { execution: {} },
      outputs: [stdout("/srv/p/data/"), stdout("a.csv\n")],
    }),
  );
  expect(differences(committed, again, { root: "/srv/p" })).toEqual([]);
});

test("the order of keys is no difference: a file has them sorted, a kernel sends them as they were made", () => {
  const before = notebook(executed("plot()", "p", { "application/json": { a: { c: 1, d: 2 }, b: [] } }));
  const after = notebook(executed("plot()", "p", { "application/json": { b: [], a: { d: 2, c: 1 } } }));
  expect(differences(before, after)).toEqual([]);
});

test("outputs that differ, with the lines that do", () => {
  const plot = (y: number) => ({ "application/json": { x: [1, 2, 3, 4], y }, "text/plain": "a plot" });
  const found = differences(
    notebook(markdownCell("# t", { id: "t" }), executed("plot()", "p", plot(1)), executed("1", "same")),
    notebook(markdownCell("# t", { id: "t" }), executed("plot()", "p", plot(2)), executed("1", "same")),
  );
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ index: 1, id: "p", what: "outputs" });
  expect(found[0].diff).toBe('    4\n   ],\n-  "y": 1\n+  "y": 2\n  }\n  text/plain:');
});

test("a cell not executed, changed, added, missing, moved", () => {
  const before = notebook(executed("1", "a"), executed("2", "b"), executed("3", "c"), executed("4", "d"));
  const after = notebook(codeCell("1", { id: "a" }), executed("4", "d"), executed("2", "b"), executed("5", "e"));
  const found = differences(before, after);
  expect(found.map(({ index, id, what }) => [index, id, what])).toEqual([
    [0, "a", "outputs"],
    [3, "e", "added"],
    [1, "d", "moved"],
    [2, "c", "missing"],
  ]);
  expect(found[0].diff).toBe("- executed\n+ not executed");
  expect(differences(notebook(executed("1", "a")), notebook(executed("const x = 1", "a")))).toEqual([
    { index: 0, id: "a", what: "source", diff: "  code\n- 1\n+ const x = 1" },
  ]);
});

test("a diff is short", () => {
  const numbers = Array.from({ length: 300 }, (_, i) => `${i}`);
  const changed = numbers.map((text, i) => (i === 10 || i === 200 ? "x".repeat(500) : text));
  const diff = lineDiff(numbers.join("\n"), changed.join("\n"), { context: 1, width: 5 });
  expect(diff).toBe("  9\n- 10\n+ xxxxx...\n  11\n...\n  199\n- 200\n+ xxxxx...\n  201");
  expect(lineDiff("", numbers.join("\n"), { limit: 2 })).toBe("- \n+ 0\n... 299 more lines");
  const other = numbers.map((text) => `${text}!`).join("\n");
  expect(lineDiff(numbers.join("\n"), other).split("\n")).toHaveLength(41);
});
