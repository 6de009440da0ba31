import { afterAll, beforeAll, expect, test } from "vitest";
import { contents, startTestKernel, type TestKernel, text } from "./test-kernel.js";

let kernel: TestKernel;
beforeAll(async () => {
  // The library of the notebooks is there, and danfojs.
  kernel = await startTestKernel({ cwd: process.cwd() });
}, 60_000);
afterAll(() => kernel?.stop());

type Data = Record<string, string>;

async function run(code: string) {
  const answer = await kernel.execute(code);
  expect(answer.reply.content.status, JSON.stringify(answer.reply.content)).toBe("ok");
  return {
    result: contents(answer, "execute_result")[0]?.data as Data,
    displays: contents(answer, "display_data") as { data: Data; transient: object }[],
    updates: contents(answer, "update_display_data") as { data: Data; transient: object }[],
    answer,
  };
}

test("html, md and svg show what they are given, as templates and as text", async () => {
  const { displays, result, answer } = await run(`import { display, html, md, svg } from "surprisal/kernel";
const name = "Rex";
await display(html\`<b>\${name}</b>\\n\`);
await display(md("# Title"));
svg\`<svg/>\``);
  expect(displays.map(({ data }) => data)).toEqual([
    { "text/html": "<b>Rex</b>\n", "text/plain": expect.any(String) },
    { "text/markdown": "# Title", "text/plain": expect.any(String) },
  ]);
  expect(result).toMatchObject({ "image/svg+xml": "<svg/>" });
  expect(text(answer, "stderr")).toBe("");
});

test("a display is changed by its id; a raw bundle is shown as it is", async () => {
  const { displays, updates } = await run(`import { display } from "surprisal/kernel";
await display({ "text/plain": "one" }, { raw: true, display_id: "d1" });
await display("two", { display_id: "d1", update: true });`);
  expect(displays).toEqual([{ data: { "text/plain": "one" }, metadata: {}, transient: { display_id: "d1" } }]);
  expect(updates).toEqual([{ data: { "text/plain": "'two'" }, metadata: {}, transient: { display_id: "d1" } }]);
  const { reply } = await kernel.execute("await display(1, { update: true })");
  expect(reply.content.evalue).toBe("display: update needs the display_id of what it changes");
});

test("an image is known by its bytes", async () => {
  const { result } = await run(`import { image } from "surprisal/kernel";
image(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1]))`);
  expect(result).toEqual({ "image/png": "iVBORwE=", "text/plain": "image/png, 5 bytes" });
});

test("clearOutput comes between what it clears and what is new", async () => {
  const { answer } = await run(
    'import { clearOutput } from "surprisal/kernel";\nconsole.log(1); clearOutput({ wait: true }); console.log(2); clearOutput()',
  );
  expect(
    answer.published.slice(2, -1).map(({ header, content }) => [header.msg_type, content.text ?? content.wait]),
  ).toEqual([
    ["stream", "1\n"],
    ["clear_output", true],
    ["stream", "2\n"],
    ["clear_output", false],
  ]);
});

test("console.table shows a table, and what is none is logged", async () => {
  const { displays, answer } = await run("console.table([{ a: 1, b: 'x' }, { a: 2.5 }]); console.table(3)");
  expect(displays[0].data["text/html"]).toMatch(/<th[^>]*>a<\/th><th[^>]*>b<\/th>/);
  expect(displays[0].data["text/html"]).toContain("2.5");
  expect(displays[0].data["text/plain"]).toContain("(index)");
  expect(text(answer)).toBe("3\n");
  const other = await run(
    "console.table(new Map([['k', 1]])); console.table(new Set(['v'])); console.table([[1, 2]], ['1'])",
  );
  expect(
    other.displays.map(({ data }) =>
      data["text/html"].match(/<t[dh] [^>]*>[^<]*/g)?.map((cell) => cell.replace(/.*>/, "")),
    ),
  ).toEqual([
    ["", "value", "k", "1"],
    ["", "value", "0", "v"],
    ["", "1", "0", "2"],
  ]);
});

test.each([
  ["new Float64Array(1000)", /Float64Array of 1,000/, /… 988 more/],
  ["import { matrix } from 'surprisal';\nmatrix(2, 3)", /2 x 3 matrix/, /<td/],
  ["import { logits } from 'surprisal';\nlogits([[1, 2]])", /1 x 2 logits/, />2</],
  ["import { softmaxCrossEntropy } from 'surprisal';\nsoftmaxCrossEntropy([[1, 2]], [1])", /mean, nats/, /0\.3133/],
  ["import { logLoss } from 'surprisal';\nlogLoss([0, 1], [1, 1], { clip: 0.1 })", /rows clipped/, />2</],
  [
    "import { logLoss } from 'surprisal';\nlogLoss([0], [1]).merge(logLoss([0.5], [1]))",
    /rows with an infinite loss/,
    />1</,
  ],
  [
    "import { evaluateProbabilities } from 'surprisal';\nevaluateProbabilities([0.9, 0.2, 0.6], [1, 0, 0])",
    /log loss, nats/,
    /0\.4149/,
  ],
  [
    "const pets = { features: { rows: 1, cols: 1, data: new Float64Array([7]) }, targets: new Int32Array([1]), featureNames: ['age'], classNames: ['cat', 'dog'], rowNumbers: new Int32Array([1]) }; pets",
    /1 rows, 1 features, 2 classes: cat, dog/,
    />dog</,
  ],
])("%s is shown as a small table", async (code, caption, cell) => {
  const { result } = await run(code);
  expect(result["text/html"]).toMatch(caption);
  expect(result["text/html"]).toMatch(cell);
  expect(result["text/plain"].length).toBeGreaterThan(0);
  expect(JSON.stringify(result).length).toBeLessThan(4000);
});

test("plotly figures are drawn; what only looks a little like one is not", async () => {
  const { result } = await run("const figure = { data: [{ type: 'bar', y: [1, 2] }], layout: { title: 'x' } }; figure");
  expect(result).toEqual({
    "application/vnd.plotly.v1+json": { data: [{ type: "bar", y: [1, 2] }], layout: { title: "x" } },
    "text/plain": "Plotly figure: bar",
  });
  expect((await run("const reply = { data: [1, 2], layout: {} }; reply")).result).toEqual({
    "text/plain": "{ data: [ 1, 2 ], layout: {} }",
  });
});

test("a danfojs DataFrame is shown as a table", async () => {
  const { result } = await run(
    "import { DataFrame } from 'danfojs-node';\nconst frame = new DataFrame([{ pet: 'Rex', kg: 12.5 }]); frame",
  );
  expect(result["text/html"]).toMatch(/<th[^>]*>pet<\/th><th[^>]*>kg<\/th>/);
  expect(result["text/plain"]).toMatch(/pet +kg\n/);
});
