// What a run of npm run bench found, as a table in Markdown.

/**
 * @typedef {object} Result
 * @property {string} work
 * @property {string} unit
 * @property {string} library
 * @property {string} subject
 * @property {number} threads
 * @property {number} [nanoseconds] a unit, the median of the rounds; not there where it failed
 * @property {string} [error]
 * @property {boolean} isFused whether it is this package with multiply-add in one operation
 * @property {number} [goal] their time over ours, at least
 * @property {number} [fusedGoal] their time over ours with multiply-add in one operation, at least
 */

/**
 * @param {{ date: string, machine: string, node: string, rounds: number, load: number[], results: Result[] }} run
 */
export function tableOf({ date, machine, node, rounds, load, results }) {
  const lines = [
    `${date}, ${machine}, Node ${node}; medians of ${rounds} rounds, all in turns; load ${load.join(" to ")}.`,
    "",
    "| work | library | threads | ns a unit | theirs / ours | theirs / ours, fused |",
    "|---|---|---|---|---|---|",
  ];
  for (const work of new Set(results.map((result) => result.work))) {
    const group = results.filter((result) => result.work === work);
    for (const [i, result] of group.entries()) {
      const { unit, library, subject, threads, nanoseconds, error, goal, fusedGoal } = result;
      // The first of ours, on as many threads.
      const [ours, fused] = [false, true].map((isFused) =>
        group.find((one) => one.library.startsWith("Surprisal") && one.threads === threads && one.isFused === isFused),
      );
      const cells = [
        i === 0 ? `${work} (a unit: one ${unit})` : "",
        subject ? `${library}: ${subject}` : library,
        threads,
        nanoseconds === undefined ? `failed: ${error}` : nanoseconds.toPrecision(3),
        ratioOf(result, ours, goal),
        ratioOf(result, fused, fusedGoal),
      ];
      lines.push(`| ${cells.join(" | ")} |`);
    }
  }
  return `${lines.join("\n")}\n`;
}

/**
 * @param {Result} theirs
 * @param {Result | undefined} ours
 * @param {number | undefined} goal
 */
function ratioOf(theirs, ours, goal) {
  if (theirs.library.startsWith("Surprisal") || !theirs.nanoseconds || !ours?.nanoseconds) return "";
  const ratio = theirs.nanoseconds / ours.nanoseconds;
  const judged = goal === undefined ? "" : ` (goal ${goal.toPrecision(2)}: ${ratio >= goal ? "met" : "missed"})`;
  return ratio.toPrecision(3) + judged;
}
