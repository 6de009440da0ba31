/**
 * Log loss, accuracy and calibration on the data of data/, beside scikit-learn's on the same rows, as the table of
 * docs/real-data.md. What scikit-learn said is in bench/results; with --python it is asked anew.
 *
 *     npm run build && node bench/real-data.mjs [--python PATH]
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { models, SEEDS } from "./real-data/models.mjs";
import { hashOf, questions } from "./real-data/questions.mjs";
import { HEAD, rowsOf } from "./real-data/table.mjs";

const path = /** @param {string} name */ (name) => fileURLToPath(new URL(name, import.meta.url));
const RESULTS = path("results/real-data.json");
const PAGE = path("../docs/real-data.md");

const { values } = parseArgs({ options: { python: { type: "string" } } });
if (values.python) writeFileSync(RESULTS, `${JSON.stringify(await askScikitLearn(values.python))}\n`);
const { versions, date, answers } = JSON.parse(readFileSync(RESULTS, "utf8"));
const rows = [];
for (const question of questions) {
  const parts = await question.parts();
  rows.push(await rowsOf(question, models, answers[question.name], hashOf(parts), parts));
  console.log(rows.at(-1));
}
const made = Object.entries(versions).map(([library, version]) => `${library} ${version}`);
const table = `${date}, ${made.join(", ")}.\n\n${HEAD}\n${rows.join("\n")}\n`;
const page = readFileSync(PAGE, "utf8");
const [from, to] = ["<!-- table -->\n", "<!-- end -->"].map((mark) => page.indexOf(mark));
if (from < 0 || to < from) throw new Error("docs/real-data.md has lost the marks between which the table goes");
writeFileSync(PAGE, `${page.slice(0, from)}<!-- table -->\n\n${table}\n${page.slice(to)}`);

/** @param {string} python */
async function askScikitLearn(python) {
  /** @type {Record<string, unknown>} */
  const asked = {};
  for (const { name, parts } of questions) {
    const { train, validation, test } = await parts();
    const numbers = Object.entries({ train, validation, test }).map(([part, { features, targets }]) => {
      const { rows, cols, data } = features;
      const nested = Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * cols, (i + 1) * cols)));
      return [part, { features: nested, targets: Array.from(targets) }];
    });
    asked[name] = { hash: hashOf({ train, validation, test }), ...Object.fromEntries(numbers) };
  }
  const folder = mkdtempSync(join(tmpdir(), "surprisal-real-data-"));
  try {
    const file = join(folder, "questions.json");
    writeFileSync(file, JSON.stringify({ seeds: SEEDS, questions: asked }));
    const printed = execFileSync(python, [path("real-data/scikit-learn.py"), file], { maxBuffer: 2 ** 28 });
    return { date: new Date().toISOString().slice(0, 10), ...JSON.parse(printed.toString()) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
