import { describe, expect, test } from "vitest";
import { slugRegister } from "../../../src/report/html/slug.js";
import { renderMarkdown } from "../../../src/report/markdown/markdown.js";

const render = (source: string) => renderMarkdown(source, { slug: slugRegister(), pages: new Set(["01-theory"]) });

test("headings link to themselves and are listed with their words", () => {
  const { html, headings } = render("# The *loss* $-\\log p$ of `p`\n\n## Part\n\n## Part");
  expect(headings).toEqual([
    { level: 1, id: "the-loss-log-p-of-p", text: "The loss -\\log p of p" },
    { level: 2, id: "part", text: "Part" },
    { level: 2, id: "part-2", text: "Part" },
  ]);
  expect(html).toContain('<h2 id="part-2"><a href="#part-2" class="self">Part</a></h2>');
});

test("a heading that holds a link is not put into another", () => {
  expect(render("## See [theory](01-theory.ipynb)").html).toBe(
    '<h2 id="see-theory">See <a href="01-theory.html">theory</a></h2>\n',
  );
});

test("the first paragraph is known, as HTML and as words", () => {
  const { lede } = render("# T\n\nA *loss* of $0.69$\nnats?\n\nMore.");
  expect(lede?.text).toBe("A loss of 0.69 nats?");
  expect(lede?.html).toContain("<em>loss</em>");
  expect(lede?.html).toContain("katex-mathml");
});

test("formulas are set for the eye and for a screen reader", () => {
  const { html } = render("$$\n\\frac{1}{2}\n$$");
  expect(html).toContain('<span class="display">');
  expect(html).toContain("<math");
  expect(html).toContain("<mfrac>");
  expect(html).toContain('aria-hidden="true"');
});

test("code is highlighted, and nothing in it is mathematics or markup", () => {
  const { html } = render("```ts\nconst a = `$x$<b>`;\n```");
  expect(html).toContain('<pre class="code"><code><span class="keyword">const</span>');
  expect(html).toContain("$x$&lt;b&gt;");
  expect(html).not.toContain("katex");
});

test("harmless HTML around Markdown works", () => {
  expect(render('<div class="alert alert-info">\n\nSome **words**.\n\n</div>').html.replace(/\s+/g, "")).toBe(
    '<divclass="alertalert-info"><p>Some<strong>words</strong>.</p></div>',
  );
});

test("a table is aligned as asked, without style attributes", () => {
  const { html } = render("| a | b |\n|:--|--:|\n| 1 | x |");
  expect(html).toContain('<td class="text">1</td>');
  expect(html).toContain('<td class="number">x</td>');
  expect(html).not.toContain("style=");
});

describe("the places kept for formulas and code cannot be abused", () => {
  test("in an attribute nothing is put in", () => {
    const { html } = render('$x$ <abbr title="<span data-slot=&quot;0&quot;></span>">a</abbr>');
    expect(html.match(/katex-mathml/g)).toHaveLength(1);
    expect(html).toMatch(/<abbr title="[^"]*&quot;0&quot;[^"]*">a<\/abbr>/);
  });

  test("in text nothing is put in", () => {
    const { html } = render('$x$ `<span data-slot="0"></span>`');
    expect(html.match(/katex-mathml/g)).toHaveLength(1);
  });

  test("a number of no formula gives nothing", () => {
    expect(render('a<span data-slot="7">b</span>c').html).toBe("<p>ac</p>\n");
  });

  test("formulas bring no links and no pictures", () => {
    const { html } = render(
      "$\\href{javascript:alert(1)}{x}$ $\\includegraphics{https://example.org/a.png}$ $\\htmlData{a=b}{x}$",
    );
    expect(html).not.toMatch(/<a |href=|<img|data-a/);
  });

  test("a formula of endless macros ends", () => {
    expect(render("$\\def\\a{\\a\\a}\\a$").html).toContain("bad-math");
  });
});
