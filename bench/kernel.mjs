/**
 * The kernel beside stock tslab, in one run, in turns: how long until a first cell is done, how long a cell takes, how
 * long completion and inspection, how much memory, and what the check costs by which loops can be interrupted. Linux.
 *
 *     node bench/kernel.mjs [--rounds 3] [NOTEBOOK...]
 */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { stockTslab, surprisalKernel } from "../dist/jupyter/client/index.js";
import { startKernel } from "../dist/jupyter/client/kernel-session.js";

const { values, positionals } = parseArgs({
  options: { rounds: { type: "string", default: "3" } },
  allowPositionals: true,
});
const notebooks = positionals.length > 0 ? positionals : ["notebooks/01-theory.ipynb", "notebooks/03-code.ipynb"];
const kernels = { ours: surprisalKernel(), stock: await stockTslab() };

/** Cells that compute next to nothing: what is measured is the kernel. */
const ordinary = [
  "const pets = [{ name: 'Rex', weight: 30 }, { name: 'Tim', weight: 4 }];",
  "function heaviest(all: { name: string; weight: number }[]) { return [...all].sort((a, b) => b.weight - a.weight)[0]; }",
  "heaviest(pets).name",
  "for (const { name } of pets) console.log(name);",
  "interface Cage { pet: string; size: number }\nconst cages: Cage[] = pets.map(({ name, weight }) => ({ pet: name, size: weight / 2 }));",
  "await Promise.all(cages.map(async ({ size }) => size))",
];

const samples = Object.fromEntries(
  Object.keys(kernels).map((name) => [
    name,
    { ready: [], ordinary: [], cell: [], completion: [], inspection: [], memoryReady: [], memoryAfter: [] },
  ]),
);
for (let round = 0; round < Number(values.rounds); round++) {
  for (const path of notebooks) {
    for (const [name, spec] of Object.entries(kernels)) await measure(samples[name], spec, path);
  }
}
report();
await loopCheck();

/** One notebook in a fresh kernel: its cells in order, and before each what a reader would ask while writing it. */
async function measure(into, spec, path) {
  const began = performance.now();
  const kernel = await startKernel(spec, { cwd: dirname(resolve(path)) });
  try {
    await timed(kernel, "execute_request", { code: "1" });
    into.ready.push({ wall: performance.now() - began, cpu: cpuTime(kernel.pid) });
    into.memoryReady.push({ wall: residentMegabytes(kernel.pid) });
    for (const code of ordinary) into.ordinary.push(await timed(kernel, "execute_request", { code }));
    for (const code of cellsOf(path)) {
      for (const cursor_pos of places(code, /\.(?=[a-z]\w*)/gi, 2)) {
        into.completion.push(await timed(kernel, "complete_request", { code, cursor_pos }));
      }
      for (const cursor_pos of places(code, /[a-z]\w*(?=\()/gi, 2)) {
        into.inspection.push(await timed(kernel, "inspect_request", { code, cursor_pos, detail_level: 0 }));
      }
      into.cell.push(await timed(kernel, "execute_request", { code }));
    }
    into.memoryAfter.push({ wall: residentMegabytes(kernel.pid) });
  } finally {
    await kernel.shutdown({ kill: true });
  }
}

/** Milliseconds from the request to its reply and "idle", and those that the kernel computed meanwhile. */
async function timed(kernel, type, content) {
  const [began, used] = [performance.now(), cpuTime(kernel.pid)];
  const { reply, idle } = kernel.request(type, content);
  const [{ content: answer }] = await Promise.all([reply, idle]);
  if (answer.status !== "ok") throw new Error(`${type} failed: ${answer.evalue ?? ""}\n${content.code}`);
  return { wall: performance.now() - began, cpu: cpuTime(kernel.pid) - used };
}

/** Of all threads of the process, in milliseconds. */
function cpuTime(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10; // the clock of /proc ticks 100 times a second
}

function cellsOf(path) {
  const { cells } = JSON.parse(readFileSync(path, "utf8"));
  const code = cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => [source].flat().join(""));
  return code.filter((source) => source.trim() !== "");
}

/** The ends of the first few matches, outside of imports. */
function places(code, pattern, most) {
  const found = [...code.matchAll(pattern)].map((match) => match.index + match[0].length);
  return found.filter((index) => !/^import\b/.test(lineAt(code, index))).slice(0, most);
}

function lineAt(code, index) {
  return code.slice(code.lastIndexOf("\n", index - 1) + 1, index);
}

function residentMegabytes(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function report() {
  const rows = [
    ["first cell done after its start", "ready", "ms"],
    ["ordinary cell", "ordinary", "ms"],
    ["cell of the workbook", "cell", "ms"],
    ["completion", "completion", "ms"],
    ["inspection", "inspection", "ms"],
    ["memory at the first cell", "memoryReady", "MB"],
    ["memory at the last cell", "memoryAfter", "MB"],
  ];
  console.log(`Medians of ${values.rounds} rounds, ${notebooks.join(", ")}, Node ${process.versions.node}:\n`);
  console.log("| | measured | ours | stock tslab | ours / stock | CPU, ours / stock |\n|---|---|---|---|---|---|");
  for (const [title, key, unit] of rows) {
    const both = [samples.ours[key], samples.stock[key]];
    const [ours, stock] = both.map((one) => median(one.map(({ wall }) => wall)));
    const text = (number) => `${number.toFixed(number < 100 ? 1 : 0)} ${unit}`;
    // The clock is too coarse for one cell: sums, not medians.
    const [oursCpu, stockCpu] = both.map((one) => one.reduce((sum, { cpu }) => sum + cpu, 0));
    const cpu = unit === "ms" ? (oursCpu / stockCpu).toFixed(2) : "";
    const columns = [title, samples.ours[key].length, text(ours), text(stock), (ours / stock).toFixed(2), cpu];
    console.log(`| ${columns.join(" | ")} |`);
  }
}

/** The same loop as a cell, where each turn looks whether it is interrupted, and as a function made of a text, where none does. */
async function loopCheck() {
  const loops = {
    "an empty loop": "for (let i = 0; i < 3e8; i++);",
    "a sum of 10^8 numbers": "let s = 0; for (let i = 0; i < 1e8; i++) s += values[i & 4095]; return s;",
    "a matrix product, 300 x 300":
      "const out = new Float64Array(90000); for (let i = 0; i < 300; i++) for (let j = 0; j < 300; j++) { let s = 0; for (let k = 0; k < 300; k++) s += values[(i * 300 + k) & 4095] * values[(k * 300 + j) & 4095]; out[i * 300 + j] = s; } return out;",
    "exp of 2 * 10^7 numbers": "let s = 0; for (let i = 0; i < 2e7; i++) s += Math.exp(-values[i & 4095]); return s;",
  };
  const kernel = await startKernel(surprisalKernel(), { cwd: process.cwd() });
  try {
    console.log("\nThe check in loops, the same loop with and without it in turns:\n");
    console.log("| loop | with | without | with / without |\n|---|---|---|---|");
    for (const [title, body] of Object.entries(loops)) {
      const code = `await (async () => {
  const checked = (values: Float64Array) => { ${body} };
  const plain = new Function("values", ${JSON.stringify(body)}) as unknown as typeof checked;
  const values = Float64Array.from({ length: 4096 }, (_, i) => i / 4096);
  const times = (f: typeof checked) => { const t = performance.now(); f(values); return performance.now() - t; };
  for (const f of [checked, plain]) f(values);
  return JSON.stringify(Array.from({ length: 9 }, () => [times(checked), times(plain)]));
})()`;
      const { reply } = kernel.request("execute_request", { code: "0", user_expressions: { times: code } });
      const { times } = (await reply).content.user_expressions;
      if (times.status !== "ok") throw new Error(times.traceback.join("\n"));
      const pairs = JSON.parse(times.data["text/plain"].slice(1, -1));
      const [checked, plain] = [0, 1].map((i) => median(pairs.map((pair) => pair[i])));
      const ratio = median(pairs.map(([a, b]) => a / b));
      console.log(`| ${title} | ${checked.toFixed(0)} ms | ${plain.toFixed(0)} ms | ${ratio.toFixed(2)} |`);
    }
  } finally {
    await kernel.shutdown({ kill: true });
  }
}
