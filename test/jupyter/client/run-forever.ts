/** A program for orphans.test.ts: runs a notebook that never ends, with a process started by a cell. */

import { runNotebook } from "../../../src/jupyter/client/run-notebook.js";
import { codeCell, notebook } from "./cells.js";

const [pids, ending, kernel] = process.argv.slice(2);
const source = `const child = require("child_process").spawn("sleep", ["600"]);
require("fs").writeFileSync(${JSON.stringify(pids)}, JSON.stringify({ kernel: process.pid, child: child.pid, argv: process.argv }));
await new Promise(() => {});`;

const running = runNotebook(notebook(codeCell(source)), {
  kernel: JSON.parse(kernel),
  cwd: process.cwd(),
  onCell() {
    if (ending === "exit") setTimeout(() => process.exit(5), 1000);
    if (ending === "throw") setTimeout(() => Promise.reject(new Error("unforeseen")), 1000);
  },
});
await running;
