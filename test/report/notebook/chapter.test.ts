import { expect, test } from "vitest";
import { renderChapter } from "../../../src/report/notebook/chapter.js";
import { code, markdown, notebook, stdout, surpriseFigure } from "../fixtures/notebooks.js";

const render = (...cells: Parameters<typeof notebook>) =>
  renderChapter({ name: "02-a", notebook: notebook(...cells) }, new Set());

test("the title is the first heading of level one, the lede the first paragraph with it", () => {
  const chapter = render(code("1"), markdown("# Two *words*\n\nA question?\n\nMore."), markdown("## Part"));
  expect(chapter).toMatchObject({ title: "Two words", number: "02", href: "02-a.html", lede: { text: "A question?" } });
  expect(chapter.headings.map(({ id }) => id)).toEqual(["part"]);
});

test("the lede may stand in the cell after the title", () => {
  expect(render(markdown("# Title"), markdown("A question?")).lede?.text).toBe("A question?");
});

test("a notebook without a title goes by its name", () => {
  const chapter = render(markdown("text"));
  expect(chapter.title).toBe("02-a");
  expect(chapter.html).toContain("<h1>02-a</h1>");
  expect(chapter.lede).toBeUndefined();
});

test("an empty notebook is a page all the same", () => {
  expect(render().html).toBe("<h1>02-a</h1>");
});

test("headings of different cells do not share an id", () => {
  expect(
    render(markdown("# A"), markdown("## Exercise"), markdown("## Exercise")).headings.map(({ id }) => id),
  ).toEqual(["exercise", "exercise-2"]);
});

test("the page's own ids are taken", () => {
  expect(render(markdown("# A\n\n## Main")).headings[0].id).toBe("main-2");
});

test("figures of a page get names of their own", () => {
  const { html, interactive } = render(code("a", surpriseFigure()), code("b", surpriseFigure()));
  expect(html.match(/id="[^"]*"/g)?.length).toBe(new Set(html.match(/id="[^"]*"/g)).size);
  expect(html).toContain('id="figure-2"');
  expect(interactive).toBe(true);
});

test("text that looks like a figure waits for nothing", () => {
  expect(render(markdown('`<script type="application/json">`'), code("a", stdout("<script>"))).interactive).toBe(false);
});

test("a failure without an output of its own is shown in its cell", () => {
  const cells = [markdown("# A"), code("while (true) {}")];
  const failure = { cellIndex: 1, message: "no end after 60 s" };
  const chapter = renderChapter({ name: "a", notebook: notebook(...cells), failure }, new Set());
  expect(chapter.failure).toEqual({
    cell: { number: 2, id: `cell-${cells[1].id}` },
    message: "no end after 60 s",
  });
  expect(chapter.html).toContain("<strong>Error</strong> no end after 60 s");
});

test("a failure with an error output is not told twice in its cell", () => {
  const error = { output_type: "error", ename: "E", evalue: "why", traceback: [] } as const;
  const failure = { cellIndex: 0, message: "E: why" };
  const { html } = renderChapter(
    { name: "a", notebook: notebook(code("x", { ...error, traceback: [] })), failure },
    new Set(),
  );
  expect(html.match(/why/g)).toHaveLength(1);
});

test("sources may be lines; an id that is no plain word is replaced", () => {
  const cell = code("");
  const { html } = render({ ...cell, id: '"><b>', source: ["const a = 1;\n", "a"] } as typeof cell);
  expect(html).toContain('id="cell-1"');
  expect(html.replace(/<[^>]*>/g, "")).toContain("const a = 1;\na");
});

test("empty cells leave nothing", () => {
  expect(render(markdown("# A"), code(""), markdown(""), code("  \n")).html.trim()).toMatch(/^<h1[^\n]*<\/h1>$/);
});
