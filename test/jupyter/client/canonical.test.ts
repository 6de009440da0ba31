import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical } from "../../../src/jupyter/client/canonical.js";
import { stringify } from "../../../src/jupyter/client/stringify.js";
import type { Cell, CodeCell, Notebook, Output } from "../../../src/jupyter/notebook.js";
import { codeCell, display, markdownCell, notebook, stderr, stdout } from "./cells.js";

const outputsOf = (outputs: Output[], root?: string) =>
  (canonical(notebook(codeCell("", { outputs })), { root }).cells[0] as CodeCell).outputs;

test("metadata by whitelist", () => {
  const given: Notebook = {
    ...notebook(codeCell("1", { metadata: { tags: ["a", "a", "b"], execution: {}, collapsed: true, trusted: true } })),
    metadata: {
      kernelspec: { name: "tslab", display_name: "My kernel", language: "typescript", path: "/x" },
      language_info: { name: "typescript", version: "6.0.3" },
      widgets: {},
    },
  };
  given.nbformat_minor = 2;
  const { metadata, nbformat_minor, cells } = canonical(given);
  expect(nbformat_minor).toBe(5);
  expect(metadata).toEqual({
    kernelspec: { name: "tslab", display_name: "TypeScript", language: "typescript" },
    language_info: {
      codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
      file_extension: ".ts",
      mimetype: "text/typescript",
      name: "typescript",
      version: "3.7.2",
    },
  });
  expect(cells[0].metadata).toEqual({ tags: ["a", "b"] });
});

test.each([
  [
    { kernelspec: { name: "python3", display_name: "Python 3", language: "python" } },
    "its language is python; this runs TypeScript notebooks",
  ],
  [{ language_info: { name: "javascript" } }, "its language is javascript"],
  [{ kernelspec: { name: "ir" } }, "its kernel is ir"],
])("another language is refused: %j", (metadata, message) => {
  expect(() => canonical({ ...notebook("1"), metadata })).toThrow(message);
});

test("ids are kept when valid and unique, else made from the contents", () => {
  const cells: Cell[] = [
    codeCell("1", { id: "kept" }),
    codeCell("2", { id: "kept" }),
    codeCell("2", { id: "not valid!" }),
    markdownCell("2", { id: "" }),
    { ...codeCell("3"), id: undefined as unknown as string },
  ];
  const ids = (list: Cell[]) => canonical({ ...notebook(), cells: list }).cells.map(({ id }) => id);
  const made = ids(cells);
  expect(made[0]).toBe("kept");
  expect(new Set(made).size).toBe(5);
  expect(made.slice(1).every((id) => /^[0-9a-f]{8}$/.test(id))).toBe(true);
  expect(ids(cells)).toEqual(made);
  expect(ids([cells[4], cells[3]])).toEqual([made[4], made[3]]);
});

test("executed cells are numbered in their order, and their results with them", () => {
  const result: Output = { output_type: "execute_result", data: {}, metadata: {}, execution_count: 40 };
  const { cells } = canonical(
    notebook(
      codeCell("a", { id: "a", execution_count: 40, outputs: [result] }),
      codeCell("b", { id: "b" }),
      codeCell("c", { id: "c", execution_count: 3, outputs: [result] }),
    ),
  );
  const code = cells as CodeCell[];
  expect(code.map(({ execution_count }) => execution_count)).toEqual([1, null, 2]);
  expect(code[2].outputs[0]).toEqual({ ...result, execution_count: 2 });
});

test("sources become lines that end in \\n", () => {
  const { cells } = canonical(notebook(markdownCell("a\r\nb\rc\n", { id: "m" }), codeCell("", { id: "e" })));
  expect(cells.map(({ source }) => source)).toEqual([["a\n", "b\n", "c\n"], []]);
});

describe("outputs", () => {
  test("streams of one name are joined when nothing stands between them", () => {
    const text = (name: "stdout" | "stderr", lines: string[]) => ({ output_type: "stream", name, text: lines });
    expect(outputsOf([stdout("a"), stdout("b\n"), stderr("\x1b[0m"), stdout("c"), stderr("e"), stdout("d")])).toEqual([
      text("stdout", ["ab\n", "c"]),
      text("stderr", ["e"]),
      text("stdout", ["d"]),
    ]);
  });
  test("a progress line is what it ended as, also when it came in pieces", () => {
    expect(outputsOf([stdout("1 %\r"), stdout("2 %\r"), stdout("\x1b[32m100 %\x1b[0m\n")])).toEqual([
      { output_type: "stream", name: "stdout", text: ["100 %\n"] },
    ]);
  });
  test("MIME bundles: text as lines, JSON as JSON, colours out of text/plain, transient gone", () => {
    const data = {
      "text/plain": "\x1b[33m1\x1b[39m\n2",
      "text/html": ["<b>", "\n</b>"],
      "image/png": ["aGk=", "\n"],
      "application/vnd.plotly.v1+json": { data: ["a", "b\nc"], layout: [] },
    };
    const shown = { ...display(data), transient: { display_id: "7" } };
    expect(outputsOf([shown])).toEqual([
      {
        output_type: "display_data",
        metadata: {},
        data: {
          "text/plain": ["1\n", "2"],
          "text/html": ["<b>\n", "</b>"],
          "image/png": "aGk=\n",
          "application/vnd.plotly.v1+json": { data: ["a", "b\nc"], layout: [] },
        },
      },
    ]);
  });
  test("paths of the project become relative, in every kind of output", () => {
    const error: Output = {
      output_type: "error",
      ename: "E",
      evalue: "/srv/p/a",
      traceback: ["at file:///srv/p/b:1:1"],
    };
    const shown = display({ "text/html": "<i>/srv/p/c</i>", "application/json": { deep: ["/srv/p/d"] } });
    expect(outputsOf([stdout("in /srv/"), stdout("p/e\n"), shown, error], "/srv/p")).toEqual([
      { output_type: "stream", name: "stdout", text: ["in e\n"] },
      display({ "text/html": ["<i>c</i>"], "application/json": { deep: ["d"] } }),
      { output_type: "error", ename: "E", evalue: "a", traceback: ["at b:1:1"] },
    ]);
    expect(outputsOf([stdout("/srv/p/a")])).toEqual([{ output_type: "stream", name: "stdout", text: ["/srv/p/a"] }]);
  });
});

test("the notebook given is left as it is", () => {
  const given = notebook(codeCell("a\r\n", { outputs: [stdout("1\r2")] }), markdownCell("b"));
  const before = structuredClone(given);
  canonical(given, { root: "/srv/p" });
  expect(given).toEqual(before);
});

describe("whatever the notebook", () => {
  const pieces = fc.constantFrom(
    ...[
      "a",
      "\n",
      "\r",
      "\b",
      "\x1b[K",
      "\x1b[1K",
      "\x1b[2K",
      "\x1b[31m",
      "\x1b",
      "[0m",
      "]",
      "\x07",
      "\u2028",
      "\x1c",
      "😮",
      " ",
    ],
    ...["/srv/p", "/srv/p/", "/", "file://", "/tmp", ".", "~", "b.ts"],
  );
  const text = fc.array(pieces, { maxLength: 12 }).map((list) => list.join(""));
  const lines = fc.oneof(text, fc.array(text, { maxLength: 3 }));
  const bundle = fc.dictionary(
    fc.constantFrom("text/plain", "text/html", "image/png", "image/svg+xml", "application/json"),
    fc.oneof(lines, fc.jsonValue() as fc.Arbitrary<unknown>),
  );
  const metadata = fc.dictionary(fc.constantFrom("tags", "x"), fc.array(text, { maxLength: 2 }));
  const output = fc.oneof(
    fc.record({ output_type: fc.constant("stream"), name: fc.constantFrom("stdout", "stderr"), text: lines }),
    fc.record({ output_type: fc.constant("display_data"), data: bundle, metadata: fc.constant({}) }),
    fc.record({ output_type: fc.constant("error"), ename: text, evalue: text, traceback: fc.array(text) }),
  ) as fc.Arbitrary<Output>;
  const cell = fc.record({
    cell_type: fc.constantFrom("code", "markdown", "raw"),
    id: fc.constantFrom("a", "b", "", "not valid"),
    metadata,
    source: lines,
    execution_count: fc.option(fc.nat()),
    outputs: fc.array(output, { maxLength: 6 }),
  }) as unknown as fc.Arbitrary<Cell>;
  const notebooks = fc.array(cell, { maxLength: 5 }).map((cells): Notebook => ({ ...notebook(), cells }));

  test("canonical of canonical is canonical, also through its file", () => {
    fc.assert(
      fc.property(notebooks, (given) => {
        const once = canonical(given, { root: "/srv/p" });
        expect(canonical(once, { root: "/srv/p" })).toEqual(once);
        const text = stringify(once);
        expect(stringify(canonical(JSON.parse(text)))).toBe(text);
      }),
      { seed: 7, numRuns: 1000 },
    );
  });
});
