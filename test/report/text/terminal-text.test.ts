import { expect, test } from "vitest";
import { terminalText } from "../../../src/report/text/terminal-text.js";

test.each([
  ["\u001b[1;31mred\u001b[0m and \u001b[38;5;12mblue\u001b[m", "red and blue"],
  ["\u001b]8;;javascript:alert(1)\u0007link\u001b]8;;\u0007", "link"],
  ["\u001b]0;title\u001b\\text", "text"],
  ["\u001b[2K\u001b[1Gdone", "done"],
  ["10 %\r55 %\r100 %\n", "100 %\n"],
  ["10 %\r100 %\r", "100 %"],
  ["a\r\nb\r\n", "a\nb\n"],
  ["tab\tstays", "tab\tstays"],
  ["bell\u0007, null\u0000, c1\u009b31m", "bell, null, c131m"],
  ["中文 ✓", "中文 ✓"],
])("%j -> %j", (text, shown) => expect(terminalText(text)).toBe(shown));
