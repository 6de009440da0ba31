/**
 * Many cells in one kernel, and how much memory it holds after a collection:
 *
 *     node bench/kernel-soak.mjs [CELLS, by default 10000]
 */
import { surprisalKernel } from "../dist/jupyter/client/index.js";
import { startKernel } from "../dist/jupyter/client/kernel-session.js";

const cells = Number(process.argv[2] ?? 10_000);
const [node, ...rest] = surprisalKernel().argv;
const spec = { ...surprisalKernel(), argv: [node, "--expose-gc", ...rest] };
const memory = "globalThis.gc?.(); JSON.stringify(process.memoryUsage())";
/** What a reader does again and again: declare anew, call what is declared, print, fail, ask. */
const work = [
  (i) => `const pets = [{ name: "Rex", weight: ${i} }, { name: "Tim", weight: 4 }];`,
  () =>
    "function mean(all: { weight: number }[]) { return all.reduce((sum, { weight }) => sum + weight, 0) / all.length; }",
  () => "mean(pets)",
  (i) => `for (let i = 0; i < 3; i++) console.log(i, ${i});`,
  () => "const later = await Promise.resolve(new Float64Array(1000)); later.length",
  () => "throw new Error('wrong')",
  () => "const n: number = 'text';",
];

const kernel = await startKernel(spec, { cwd: process.cwd() });
try {
  console.log("| cells | heap, MB | resident, MB |\n|---|---|---|");
  for (let i = 0; i <= cells; i++) {
    if (i % Math.max(1, cells / 10) === 0) await report(i);
    const { reply, idle } = kernel.request("execute_request", { code: work[i % work.length](i) });
    await Promise.all([reply, idle]);
  }
} finally {
  await kernel.shutdown();
}

async function report(count) {
  const { reply } = kernel.request("execute_request", { code: "0", user_expressions: { memory } });
  const text = (await reply).content.user_expressions.memory.data["text/plain"];
  const { heapUsed, rss } = JSON.parse(text.slice(1, -1));
  console.log(`| ${count} | ${(heapUsed / 2 ** 20).toFixed(1)} | ${(rss / 2 ** 20).toFixed(0)} |`);
}
