import { describe, expect, test } from "vitest";
import { escapeHtml } from "../../../src/report/html/escape.js";
import { highlight } from "../../../src/report/text/highlight.js";

const bare = (html: string) => html.replace(/<\/?span[^>]*>/g, "");

describe.each([
  ["typescript", 'import { a } from "b"; // c\nconst x: number[] = f(`1.5 <b>`);\nclass A extends B {}\n\ntrue'],
  ["python", "def f(x):\n    return 'a' + str(x)  # b\n"],
  ["sh", 'npm ci && npm start -- --open > "a b" # c'],
  ["json", '{"a": [1, null, "b"]}'],
])("%s", (language, code) => {
  const html = highlight(code, language);
  test("keeps every character", () => expect(bare(html)).toBe(escapeHtml(code)));
  test("colours by class, not by style", () => expect(html).not.toContain("style"));
  test("marks strings", () => expect(html).toContain('<span class="string">'));
});

test("the kinds of word in TypeScript", () => {
  const html = highlight('const x = f(1, "s"); // why', "typescript");
  expect(html).toBe(
    '<span class="keyword">const</span> x = <span class="call">f</span>(<span class="number">1</span>, <span class="string">&quot;s&quot;</span>); <span class="comment">// why</span>',
  );
});

test("a language nobody knows is only escaped", () => {
  expect(highlight("<script>", "klingon")).toBe("&lt;script&gt;");
  expect(highlight("<script>", "__proto__")).toBe("&lt;script&gt;");
});
