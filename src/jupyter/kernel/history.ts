/** What was run in this session, for history_request. */
export interface History {
  add(count: number, code: string): void;
  /** The entries that a request's content asks for, as [session, line, input]. */
  select(content: Record<string, unknown>): HistoryEntry[];
}

/** With `output: true` the third is [input, output]; outputs are not kept. */
export type HistoryEntry = [session: number, line: number, input: string | [string, null]];

const mostEntries = 1000;

export function createHistory(): History {
  const entries: { count: number; code: string }[] = [];
  return {
    add(count, code) {
      entries.push({ count, code });
      if (entries.length > mostEntries) entries.shift();
    },
    select(content) {
      const { hist_access_type, n, start, stop, pattern, unique, output } = content;
      let found = entries;
      if (hist_access_type === "range") {
        const end = typeof stop === "number" ? stop : Number.POSITIVE_INFINITY;
        found = entries.filter(({ count }) => count >= Number(start ?? 0) && count < end);
      } else if (hist_access_type === "search") {
        const matches = globPattern(String(pattern ?? "*"));
        found = entries.filter(({ code }) => matches.test(code));
        if (unique) found = found.filter(({ code }, i) => found.findLastIndex((other) => other.code === code) === i);
      }
      if (hist_access_type !== "range" && typeof n === "number") found = found.slice(Math.max(0, found.length - n));
      return found.map(({ count, code }) => [0, count, output ? [code, null] : code]);
    },
  };
}

/** "*" stands for any text and "?" for one character. */
function globPattern(glob: string): RegExp {
  const escaped = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${escaped}$`, "s");
}
