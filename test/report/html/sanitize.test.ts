import { describe, expect, test } from "vitest";
import { sanitizeHtml, serialize } from "../../../src/report/html/sanitize.js";

const clean = (html: string) => serialize(sanitizeHtml(html));

describe("what text needs stays", () => {
  test.each([
    "<p>A <strong>word</strong>, <em>another</em>, H<sub>2</sub>O, <kbd>Ctrl</kbd></p>",
    '<table><caption>c</caption><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
    "<details><summary>More</summary><p>text</p></details>",
    '<a href="https://example.org/a?b=c">out</a><a href="02-next.ipynb#x">on</a><a href="mailto:a@example.org">mail</a>',
    '<div class="alert alert-info">note</div>',
  ])("%s", (html) => expect(clean(html)).toBe(html));
});

describe("what could run or reach out goes", () => {
  test.each([
    ["<script>alert(1)</script>a", "a"],
    ['<p onclick="alert(1)" style="position:fixed" id="main">a</p>', "<p>a</p>"],
    ['<a href="javascript:alert(1)">a</a>', "<a>a</a>"],
    ['<a href="java\nscript:alert(1)">a</a>', "<a>a</a>"],
    ['<a href="data:text/html,<script>alert(1)</script>">a</a>', "<a>a</a>"],
    ['<a href="vbscript:x">a</a>', "<a>a</a>"],
    ["<style>body{display:none}</style>a", "a"],
    ['<iframe src="https://example.org"></iframe>a', "a"],
    ['<form action="https://example.org"><button>a</button></form>', "a"],
    ['<meta http-equiv="refresh" content="0;url=https://example.org">a', "a"],
    ['<link rel="stylesheet" href="https://example.org">a', "a"],
    ['<base href="https://example.org">a', "a"],
    ["<video src=https://example.org poster=https://example.org></video>a", "a"],
    ["<svg><script>alert(1)</script></svg>a", "a"],
    ['<math><mtext><style><img src=x onerror="alert(1)"></style></mtext></math>', ""],
    ['<p class="notice bar skip">a</p>', "<p>a</p>"],
    ['<p data-plotly="x">a</p>', "<p>a</p>"],
  ])("%s", (html, left) => expect(clean(html).replace(/<img src="x">/, "")).toBe(left));
});
