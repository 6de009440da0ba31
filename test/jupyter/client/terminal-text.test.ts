import { expect, test } from "vitest";
import { settle, stripAnsi } from "../../../src/jupyter/client/terminal-text.js";

test.each([
  ["plain\ntext\n", "plain\ntext\n"],
  ["10 %\r20 %\r100 %\ndone\n", "100 %\ndone\n"],
  ["a longer line\rshort\n", "shortger line\n"], // as a terminal shows it: nothing was erased
  ["a longer line\r\x1b[Kshort\n", "short\n"],
  ["a longer line\x1b[2K\rshort\n", "short\n"],
  ["12 epochs\b\b\b\b\b\bsteps \n", "12 steps\n"],
  ["50 %\r", "50 %"],
  ["windows\r\nline ends\r\n", "windows\nline ends\n"],
  ["\x1b[31mred\x1b[39m \x1b]8;;http://a\x07link\x1b]8;;\x07", "red link"],
  ["😮😮\r🙂", "🙂😮"],
  ["\x1b[?25l\x1b[1A|\r/\r-\x1b[?25h", "-"],
])("settle(%j) is %j", (text, settled) => {
  expect(settle(text)).toBe(settled);
});

test("stripAnsi keeps what is no escape sequence", () => {
  expect(stripAnsi("[31m a \x1b[1;38;5;12mb\x1b[0m [0m \x1b\x1b[0m[0m")).toBe("[31m a b [0m [0m");
});
