import { expect, test } from "vitest";
import { escapeHtml, jsonForScript } from "../../../src/report/html/escape.js";

test("escaped text holds no character that HTML reads", () => {
  expect(escapeHtml(`<a href="x" title='y'>&</a>`)).toBe(
    "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;",
  );
});

test("JSON for a script element cannot end it, and is the same JSON", () => {
  const value = { text: "</script><!-- <script> \u2028", list: [1, null] };
  const json = jsonForScript(value);
  expect(json).not.toContain("<");
  expect(json).not.toContain("\u2028");
  expect(JSON.parse(json)).toEqual(value);
});
