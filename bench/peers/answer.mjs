// The JavaScript side of what peers/python.py describes: questions in lines of JSON, answers in lines of JSON.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

/**
 * Answers until its input ends.
 *
 * @param {Record<string, (work: any) => Record<string, () => any>>} kinds by the work's kind: by the name of a subject
 * what prepares it and gives a function that does the work once and returns (or promises) the loss
 */
export async function answerQuestions(kinds) {
  /** @type {Map<string, { run: () => any, calls: number, value: number }>} */
  const made = new Map();

  /** @param {any} question */
  async function answer({ list, work = list, subject, seconds, drop }) {
    if (drop) {
      made.clear();
      return {};
    }
    const subjects = kinds[work.kind]?.(work) ?? {};
    if (list) return { subjects: Object.keys(subjects) };
    if (!made.has(subject)) {
      const run = await subjects[subject]();
      const value = await run();
      // Warm, and how often a round calls it: what fits when the compilers are done.
      await callsWithin(seconds, run);
      made.set(subject, { run, calls: await callsWithin(seconds, run), value });
    }
    const { run, calls, value } = /** @type {NonNullable<ReturnType<typeof made.get>>} */ (made.get(subject));
    const began = performance.now();
    for (let i = 0; i < calls; i++) {
      const result = run();
      if (result instanceof Promise) await result;
    }
    return { seconds: (performance.now() - began) / 1000 / calls / work.units, value };
  }

  for await (const line of createInterface({ input: process.stdin })) {
    const reply = await answer(JSON.parse(line)).catch((error) => ({ error: String(error.stack).slice(0, 300) }));
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
}

/**
 * How often something runs within a time, once at least.
 *
 * @param {number} seconds
 * @param {() => any} run
 */
async function callsWithin(seconds, run) {
  const end = performance.now() + seconds * 1000;
  let calls = 0;
  do {
    await run();
    calls++;
  } while (performance.now() < end);
  return calls;
}

/**
 * The numbers of a file.
 *
 * @template {Float32Array | Int32Array | Int8Array} Numbers
 * @param {new (buffer: ArrayBuffer) => Numbers} Kind
 * @param {string} path
 * @returns {Numbers}
 */
export function numbersOf(Kind, path) {
  const bytes = readFileSync(path);
  return new Kind(/** @type {ArrayBuffer} */ (bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)));
}
