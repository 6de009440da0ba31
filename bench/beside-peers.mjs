/**
 * This package beside PyTorch, JAX, NumPy, scikit-learn and TensorFlow.js: each in a process of its own, on the same
 * data, in turns; ratios of the medians. Their losses are compared too.
 *
 *     npm run bench -- [--only TEXT] [--rounds 7] [--python PATH]
 *
 * The first run installs the peers into bench/peers. A run of everything is written to bench/results and into
 * bench/README.md.
 */
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeData } from "./peers/data.mjs";
import { preparePython, prepareTensorFlowJs } from "./peers/prepare.mjs";
import { tableOf } from "./peers/table.mjs";
import { Worker } from "./peers/worker.mjs";
import { works } from "./peers/works.mjs";

/** Milliseconds between two turns: threads of some libraries go on spinning for a while when their work is done. */
const PAUSE = 300;

const here = fileURLToPath(new URL(".", import.meta.url));
const { values } = parseArgs({
  options: { only: { type: "string" }, rounds: { type: "string", default: "7" }, python: { type: "string" } },
});
const rounds = Number(values.rounds);
const chosen = works.filter(({ name }) => name.includes(values.only ?? ""));
if (chosen.length === 0 || !Number.isInteger(rounds) || rounds < 1) {
  const asked =
    chosen.length === 0 ? `--only ${values.only}: no work has this in its name` : `--rounds ${values.rounds}`;
  console.error(`${asked}; expected a whole number of rounds and a part of one of\n${names(works)}`);
  process.exit(1);
}

const loadBefore = loadavg()[0];
const workers = startWorkers();
const folder = mkdtempSync(join(tmpdir(), "surprisal-bench-"));
/** @type {import("./peers/table.mjs").Result[]} */
const results = [];
try {
  for (const work of chosen) {
    console.log(`\n${work.name}`);
    results.push(...(await measure({ ...work, files: writeData(work, folder) })));
    for (const worker of workers) await worker.ask({ drop: true });
  }
} finally {
  for (const worker of workers) worker.end();
  rmSync(folder, { recursive: true });
}
const run = {
  date: new Date().toISOString().slice(0, 10),
  machine: `${cpus()[0].model.trim()}, ${cpus().length} cores`,
  node: process.versions.node,
  rounds,
  load: [loadBefore, loadavg()[0]].map((load) => Number(load.toFixed(1))),
  results,
};
console.log(`\n${tableOf(run)}`);
if (!values.only) {
  write("results/beside-peers.json", `${JSON.stringify(run, undefined, 2)}\n`);
  const readme = readFileSync(join(here, "README.md"), "utf8");
  const [from, to] = ["<!-- beside-peers -->\n", "<!-- end -->"].map((mark) => readme.indexOf(mark));
  if (from < 0 || to < from) throw new Error("bench/README.md has lost the marks between which the table goes");
  write("README.md", `${readme.slice(0, from)}<!-- beside-peers -->\n\n${tableOf(run)}\n${readme.slice(to)}`);
}

function startWorkers() {
  const node = /** @param {string} name */ (name) => [process.execPath, join(here, "peers", name)];
  const all = [1, 2].flatMap((threads) => [
    new Worker("Surprisal", node("surprisal.mjs"), threads),
    new Worker("Surprisal, fused", [...node("surprisal.mjs"), "fused"], threads, true),
  ]);
  if (prepareTensorFlowJs()) all.push(new Worker("TensorFlow.js", node("tensorflow-js.mjs"), 1));
  else console.log("TensorFlow.js could not be installed: npm ci in bench/peers says why.");
  const python = preparePython(values.python);
  if (!python)
    console.log("PyTorch, JAX, NumPy and scikit-learn are left out: they need Python 3.11 or later with venv and pip.");
  else {
    const libraries = { PyTorch: "torch", JAX: "jax", NumPy: "numpy", "scikit-learn": "sklearn" };
    for (const [library, name] of Object.entries(libraries)) {
      const command = [python, join(here, "peers", "python.py"), name];
      for (const threads of name === "sklearn" ? [1] : [1, 2]) {
        all.push(new Worker(library, [...command, String(threads)], threads));
      }
    }
  }
  return all;
}

/** @param {any} work */
async function measure(work) {
  const subjects = [];
  for (const worker of workers) {
    if (!work.threads.includes(worker.threads)) continue;
    for (const subject of (await worker.ask({ list: work })).subjects) {
      /** @type {number[]} */
      const times = [];
      subjects.push({ worker, subject, times, value: NaN, error: "" });
    }
  }
  for (let round = -1; round < rounds; round++) {
    for (const one of subjects) {
      if (one.error) continue;
      await sleep(PAUSE);
      try {
        const { seconds, value } = await one.worker.ask({ work, subject: one.subject, seconds: 0.15 });
        if (round >= 0) one.times.push(seconds * 1e9);
        one.value = value;
      } catch (error) {
        one.error = /** @type {Error} */ (error).message.split("\n")[0];
      }
    }
  }
  // Losses of one thing must be one number; those of a training depend on each library's first weights.
  const [ours] = subjects;
  return subjects.map(({ worker: { library, threads, isFused }, subject, times, value, error }) => {
    const comparable = work.kind !== "training" && subject !== "copyto";
    if (!error && comparable && Math.abs(value - ours.value) > 1e-4 * Math.abs(ours.value)) {
      error = `its loss is ${value}, ours is ${ours.value}`;
    }
    const nanoseconds = error ? undefined : times.sort((a, b) => a - b)[times.length >> 1];
    const name = `${subject ? `${library}: ${subject}` : library}${threads > 1 ? ` (${threads})` : ""}`;
    console.log(`  ${name.padEnd(45)} ${nanoseconds?.toPrecision(3) ?? error}`);
    return {
      ...{ work: work.name, unit: work.unit, library, subject, threads, isFused },
      ...(nanoseconds === undefined ? { error } : { nanoseconds: Number(nanoseconds.toPrecision(4)) }),
      ...{ goal: work.goals[name], fusedGoal: work.fusedGoals?.[name] },
    };
  });
}

/** @param {{ name: string }[]} list */
function names(list) {
  return list.map(({ name }) => `  ${name}`).join("\n");
}

/**
 * @param {string} path in bench
 * @param {string} text
 */
function write(path, text) {
  const target = join(here, path);
  writeFileSync(`${target}.new`, text);
  renameSync(`${target}.new`, target);
}
