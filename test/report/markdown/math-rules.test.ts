import createMarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { mathRules } from "../../../src/report/markdown/math-rules.js";

const markdown = createMarkdownIt();
mathRules(markdown);
markdown.renderer.rules.math = (tokens, index) =>
  `<${tokens[index].meta?.display ? "M" : "m"}>${tokens[index].content.trim()}</>`;
const render = (source: string) => markdown.render(source).trim();

describe("formulas in a line", () => {
  test.each([
    ["a $x_1 + y_1$ b", "<p>a <m>x_1 + y_1</> b</p>"],
    ["$a$, $b$.", "<p><m>a</>, <m>b</>.</p>"],
    ["a \\(x * y * z\\) b", "<p>a <m>x * y * z</> b</p>"],
    ["a \\\\(x\\\\) b", "<p>a <m>x</> b</p>"],
    ["a $$x$$ b", "<p>a <M>x</> b</p>"],
    ["a \\[x\\] b", "<p>a <M>x</> b</p>"],
    ["*$a*b$*", "<p><em><m>a*b</></em></p>"],
    ["$a\\$b$", "<p><m>a\\$b</></p>"],
    ["[$x$](u)", '<p><a href="u"><m>x</></a></p>'],
    ["$x\ny$", "<p><m>x\ny</></p>"],
  ])("%s", (source, html) => expect(render(source)).toBe(html));
});

describe("what is no formula", () => {
  test.each([
    ["$5 and $6", "<p>$5 and $6</p>"],
    ["from $5-$6 a day", "<p>from $5-$6 a day</p>"],
    ["$20,000 and $30,000", "<p>$20,000 and $30,000</p>"],
    ["\\$x\\$", "<p>$x$</p>"],
    ["`$x$` and ``\\(y\\)``", "<p><code>$x$</code> and <code>\\(y\\)</code></p>"],
    ["a $ b $ c", "<p>a $ b $ c</p>"],
    ["one $ alone", "<p>one $ alone</p>"],
    ["$$", "<p>$$</p>"],
    ["f\\(x", "<p>f(x</p>"],
    ["```\n$$\nx\n$$\n```", "<pre><code>$$\nx\n$$\n</code></pre>"],
    ["    $$x$$", "<pre><code>$$x$$\n</code></pre>"],
    ["$$\nnever closed\n\ntext", "<p>$$\nnever closed</p>\n<p>text</p>"],
  ])("%s", (source, html) => expect(render(source)).toBe(html));
});

describe("formulas of their own", () => {
  test.each([
    ["$$\nx\n=\ny\n$$", "<M>x\n=\ny</>"],
    ["$$x\n- y$$", "<M>x\n- y</>"],
    ["text\n$$\nx\n$$\nmore", "<p>text</p>\n<M>x</><p>more</p>"],
    ["\\[\nx\n\\]", "<M>x</>"],
    ["\\\\[\nx\n\\\\]", "<M>x</>"],
    ["\\begin{align*}\na &= b\\\\\nc &= d\n\\end{align*}", "<M>\\begin{align*}\na &= b\\\\\nc &= d\n\\end{align*}</>"],
    ["- item\n\n  $$\n  x\n  $$\n\nafter", "<ul>\n<li>\n<p>item</p>\n<M>x</></li>\n</ul>\n<p>after</p>"],
    ["$$a$$ and $$b$$", "<p><M>a</> and <M>b</></p>"],
    ["$$\na\n\nb\n$$", "<M>a\n\nb</>"],
  ])("%s", (source, html) => expect(render(source)).toBe(html));
});
