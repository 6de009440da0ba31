import { expect, test } from "vitest";
import { errorInCell, failedCell } from "../../../src/jupyter/client/cell-failure.js";
import { codeCell, stderr, stdout } from "./cells.js";

const cell = failedCell(codeCell("\n  const loss = f(1);\n", { id: "abc" }), 4, 3);

test("an error message of our kernel: the place in this very cell counts", () => {
  const failure = errorInCell(cell, [
    stdout("before"),
    {
      output_type: "error",
      ename: "RangeError",
      evalue: "labels[2] is 7",
      traceback: [
        "\x1b[31mRangeError\x1b[39m: labels[2] is 7",
        "cell [1]:9:9",
        "    at f (cell [1]:9:9)",
        "    at cell [3]:2:14",
      ],
    },
  ]);
  expect(failure).toEqual({
    kind: "error in cell",
    message: 'Error in code cell 3 (id abc, "const loss = f(1);"), line 2: RangeError: labels[2] is 7',
    cell: { index: 4, id: "abc", number: 3, firstLine: "const loss = f(1);" },
    line: 2,
    column: 14,
    ename: "RangeError",
    evalue: "labels[2] is 7",
    text: "RangeError: labels[2] is 7\ncell [1]:9:9\n    at f (cell [1]:9:9)\n    at cell [3]:2:14",
  });
});

test("stock tslab writes to stderr: compiler errors tell the place, others only what", () => {
  const compiler = errorInCell(cell, [stderr("2:7 - Type 'string' is not"), stderr(" assignable.\n")]);
  expect(compiler).toMatchObject({ line: 2, column: 7, text: "2:7 - Type 'string' is not assignable." });
  const thrown = errorInCell(cell, [
    stderr("evalmachine.<anonymous>:5\nthrow x;\n^\n\nTypeError: bad\n    at evalmachine:5:7\n"),
  ]);
  expect(thrown.message).toBe('Error in code cell 3 (id abc, "const loss = f(1);"): TypeError: bad');
  expect(thrown.line).toBeUndefined();
  expect(errorInCell(cell, []).message).toContain("the kernel says no more");
});
