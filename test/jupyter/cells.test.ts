import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Notebook, runNotebook, stockTslab, surprisalKernel } from "../../src/jupyter/client/index.js";

const cells = [
  `import { createRandom, dense, fit, adam, fromRows, lineFigure, sequential, sigmoidCrossEntropy, surprisal } from "surprisal";
import { exercise, progress, show, table } from "surprisal/jupyter";
const p = [0.25, 0.5, 1];
const figure = lineFigure({ x: p, series: [{ name: "surprise", y: p.map(surprisal) }], xTitle: "p", yTitle: "nats", title: "Surprise" });`,
  "await show(figure);",
  'table([{ p: 0.5, "surprise (nats)": surprisal(0.5) }]);',
  `const random = createRandom(1);
const features = fromRows(Array.from({ length: 64 }, () => [random.normal()]));
const targets = Int32Array.from(features.data, (x: number) => (x > 0 ? 1 : 0));
const rowNumbers = Int32Array.from(targets, (_: number, i: number) => i);
const data = { features, targets, featureNames: ["x"], classNames: ["0", "1"], rowNumbers };
const model = sequential([dense(1)], { inputs: 1, seed: 1 });
await 0; // stock tslab overlooks the await of a loop
const run = progress(fit(model, data, { loss: sigmoidCrossEntropy, optimizer: adam(0.1), epochs: 600, seed: 1 }));
for await (const epoch of run) if (epoch.epoch === 500) break;`,
  'exercise("surprise", (q: number) => -Math.log2(q), { oracle: surprisal, inputs: [[1], [0.5]] });',
];

const notebook: Notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: cells.map((source, i) => ({
    cell_type: "code",
    id: `cell-${i}`,
    metadata: {},
    source,
    execution_count: null,
    outputs: [],
  })),
};

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "surprisal-cells-"));
  await symlink(fileURLToPath(new URL("../../node_modules", import.meta.url)), join(folder, "node_modules"));
});
afterAll(() => rm(folder, { recursive: true }));

async function outputs(kernel: Awaited<ReturnType<typeof stockTslab>>) {
  const { notebook: done, errors } = await runNotebook(notebook, { kernel, cwd: folder });
  expect(errors).toEqual([]);
  return done.cells.map((cell) => (cell.cell_type === "code" ? cell.outputs : []));
}

test("show, table, progress and exercise put one bundle each into their cell, the same in stock tslab and in ours", async () => {
  const [shown, ours] = await Promise.all([outputs(await stockTslab()), outputs(surprisalKernel())]);
  const text = (said: unknown) => [{ output_type: "display_data", data: { "text/plain": said } }];
  expect(shown).toMatchObject([
    [],
    text(expect.stringMatching(/^From 0\.25 to 1 of p, nats/)),
    text(expect.stringContaining("0.6931")),
    text(expect.stringMatching(/^stopped after epoch 500 of 600 · training 0\.\d+ nats per row$/)),
    text("✗ surprise(0.5) gave 1; expected 0.6931471805599453."),
  ]);
  expect(Object.keys((shown[1][0] as { data: object }).data)).toEqual([
    "application/vnd.plotly.v1+json",
    "image/svg+xml",
    "text/plain",
  ]);
  expect(ours).toEqual(shown);
}, 120_000);
