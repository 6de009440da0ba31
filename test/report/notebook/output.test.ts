import { describe, expect, test } from "vitest";
import type { MimeBundle, Output } from "../../../src/jupyter/notebook.js";
import { renderOutputs } from "../../../src/report/notebook/output.js";
import { display, stdout } from "../fixtures/notebooks.js";

const render = (...outputs: Output[]) =>
  renderOutputs(outputs, { slug: (text) => text, pages: new Set(), figureName: () => "figure-1" });

describe("of several forms of one output the best is shown", () => {
  const all: MimeBundle = {
    "text/plain": "plain",
    "image/png": "AAAA",
    "image/svg+xml": '<svg viewBox="0 0 9 9"><title>drawn</title></svg>',
    "text/markdown": "*marked*",
    "text/html": "<b>html</b>",
    "application/vnd.plotly.v1+json": { data: [{ y: [1] }] },
  };
  const signs: Record<string, string> = {
    "application/vnd.plotly.v1+json": '{"data":[{"y":[1]}],"layout":{}}',
    "text/html": "<b>html</b>",
    "text/markdown": "<em>marked</em>",
    "image/svg+xml": "drawn</title>",
    "image/png": "data:image/png;base64,AAAA",
    "text/plain": "plain</pre>",
  };
  const order = Object.keys(signs);
  test.each(order.map((type, index) => [type, order.slice(index)]))("%s", (type, types) => {
    const bundle = Object.fromEntries(Object.entries(all).filter(([key]) => types.includes(key)));
    expect(render(display(bundle))).toContain(signs[type as string]);
  });
});

test("a figure is its drawing, its JSON beside it and its sentence", () => {
  const html = render(
    display({
      "application/vnd.plotly.v1+json": {
        data: [],
        layout: { title: { text: "</script><b>" } },
        config: { a: 1 },
        frames: [],
      },
      "image/svg+xml": ["<svg viewBox='0 0 9 9'>", "<title>T</title></svg>"],
      "text/plain": "It falls from 4.6 & more.",
    }),
  );
  expect(html).toContain("<figcaption>It falls from 4.6 &amp; more.</figcaption>");
  expect(html).toContain('{"data":[],"layout":{"title":{"text":"\\u003c/script>\\u003cb>"}}}');
  expect(html).toContain('<div class="plot" role="img" aria-label="T" hidden></div>');
  expect(html).not.toContain("config");
});

test("a figure without a drawing says so until a script draws it", () => {
  const html = render(display({ "application/vnd.plotly.v1+json": { data: [] }, "text/plain": "One sentence." }));
  expect(html).toContain('<p class="drawing">One sentence.</p>');
});

test("streams that follow one another are one, in order; other streams are told apart", () => {
  const html = render(
    stdout("a"),
    stdout("b\n"),
    { output_type: "stream", name: "stderr", text: ["<c>", "\n"] },
    stdout("d"),
  );
  expect(html).toBe(
    '<pre class="stream">ab</pre>\n<div role="group" aria-label="Messages (stderr)"><pre class="stream stderr">&lt;c&gt;</pre></div>\n<pre class="stream">d</pre>',
  );
});

test("an error is its name and message, then the rest of its trace, without colours", () => {
  const html = render({
    output_type: "error",
    ename: "RangeError",
    evalue: "p is <2>",
    traceback: ["\u001b[31mRangeError: p is <2>\u001b[0m", "  cell 3, line 1"],
  });
  expect(html).toContain("<strong>RangeError</strong> p is &lt;2&gt;");
  expect(html).toContain("<pre>cell 3, line 1</pre>");
  expect(html).not.toContain("\u001b");
});

test("JSON is shown as code", () => {
  expect(render(display({ "application/json": { a: "<b>" } }))).toContain(
    '<span class="string">&quot;&lt;b&gt;&quot;</span>',
  );
});

test.each([
  ["a picture that is no base64", { "image/png": '"><script>' }, "not valid base64"],
  ["a form nobody knows", { "application/x-<b>": 1 }, "application/x-&lt;b&gt; is not shown here"],
  ["a bundle of plotly that is none", { "application/vnd.plotly.v1+json": "{", "text/plain": "words" }, "words"],
  ["nothing", {}, ""],
])("%s", (_, bundle, shown) => expect(render(display(bundle as MimeBundle))).toContain(shown));

test("an empty stream leaves no box", () => expect(render(stdout("\n\n"))).toBe(""));

test("a kind of output of a later format is named", () => {
  expect(render({ output_type: "hologram" } as unknown as Output)).toContain("hologram is not shown here");
});
