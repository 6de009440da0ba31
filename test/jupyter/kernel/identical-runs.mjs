/**
 * Runs a notebook again and again, each time in a new kernel, and fails when two runs differ by a byte:
 *
 *     node test/jupyter/kernel/identical-runs.mjs NOTEBOOK [RUNS, by default 100]
 */
import { dirname, resolve } from "node:path";
import {
  canonical,
  differences,
  readNotebook,
  runNotebook,
  surprisalKernel,
} from "../../../dist/jupyter/client/index.js";
import { stringify } from "../../../dist/jupyter/client/stringify.js";

const [path, runs = "100"] = process.argv.slice(2);
if (path === undefined || !(Number(runs) >= 2)) {
  console.error("usage: node identical-runs.mjs NOTEBOOK [RUNS, 2 or more]");
  process.exit(2);
}

const cwd = dirname(resolve(path));
let first;
for (let i = 1; i <= Number(runs); i++) {
  // So many runs are run beside other work: a kernel may take its time to start.
  const options = { kernel: surprisalKernel(), cwd, startTimeout: 600_000 };
  const { notebook, errors, warnings } = await runNotebook(readNotebook(path), options);
  if (errors.length + warnings.length > 0)
    throw new Error([...errors.map((error) => error.message), ...warnings].join("\n"));
  const run = canonical(notebook, { root: cwd });
  first ??= run;
  if (stringify(run) !== stringify(first)) {
    console.error(`Run ${i} differs from the first:`);
    for (const { id, diff } of differences(first, run, { root: cwd })) console.error(`cell ${id}\n${diff}`);
    process.exit(1);
  }
}
console.log(`${runs} runs of ${path} are the same to the byte.`);
