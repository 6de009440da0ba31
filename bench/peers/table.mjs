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
 * @property {number} [goal] their time over ours, at least
 */

/**
 * @param {{ date: string, machine: string, node: string, rounds: number, load: number[], results: Result[] }} run
 */
export function tableOf({ date, machine, node, rounds, load, results }) {
  const lines = [
    `${date}, ${machine}, Node ${node}; medians of ${rounds} rounds, all in turns; load ${load.join(" to ")}.`,
    "",
    "| work | library | threads | ns a unit | theirs / ours | goal | |",
    "|---|---|---|---|---|---|---|",
  ];
  for (const work of new Set(results.map((result) => result.work))) {
    const group = results.filter((result) => result.work === work);
    const ours = group.find(({ library }) => library === "Surprisal");
    for (const [i, { unit, library, subject, threads, nanoseconds, error, goal }] of group.entries()) {
      const ratio = nanoseconds && ours?.nanoseconds && library !== "Surprisal" ? nanoseconds / ours.nanoseconds : NaN;
      const cells = [
        i === 0 ? `${work} (a unit: one ${unit})` : "",
        subject ? `${library}: ${subject}` : library,
        threads,
        nanoseconds === undefined ? `failed: ${error}` : nanoseconds.toPrecision(3),
        Number.isNaN(ratio) ? "" : ratio.toPrecision(3),
        goal ?? "",
        goal === undefined || Number.isNaN(ratio) ? "" : ratio >= goal ? "met" : "missed",
      ];
      lines.push(`| ${cells.join(" | ")} |`);
    }
  }
  return `${lines.join("\n")}\n`;
}
