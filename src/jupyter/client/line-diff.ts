export interface DiffOptions {
  /** Unchanged lines shown around a change. Default 2. */
  context?: number;
  /** Lines of the diff shown at most. Default 40. */
  limit?: number;
  /** Characters of a line shown at most. Default 160. */
  width?: number;
}

type Line = { sign: " " | "-" | "+"; text: string };

/** Above so many pairs of lines what lies between the common beginning and end counts as replaced altogether. */
const largestTable = 4_000_000;

/** A short diff for people: lines with "- " were, lines with "+ " are, "..." stands for what is left out. */
export function lineDiff(before: string, after: string, options: DiffOptions = {}): string {
  const { context = 2, limit = 40, width = 160 } = options;
  const lines = compare(before.split("\n"), after.split("\n"));
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - context), at + context + 1).some((l) => l.sign !== " "),
  );
  const shown: string[] = [];
  for (const [at, { sign, text }] of lines.entries()) {
    if (!near[at]) {
      if (near[at - 1] && near.indexOf(true, at) >= 0) shown.push("...");
    } else shown.push(`${sign} ${text.length > width ? `${text.slice(0, width)}...` : text}`);
  }
  return shown.length > limit
    ? [...shown.slice(0, limit), `... ${shown.length - limit} more lines`].join("\n")
    : shown.join("\n");
}

function compare(a: string[], b: string[]): Line[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const same = (text: string): Line => ({ sign: " ", text });
  return [
    ...a.slice(0, start).map(same),
    ...compareMiddle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...a.slice(a.length - end).map(same),
  ];
}

/** By the longest common subsequence: `common[i][j]` is its length for a from i and b from j. */
function compareMiddle(a: string[], b: string[]): Line[] {
  if (a.length * b.length > largestTable) {
    return [...a.map((text): Line => ({ sign: "-", text })), ...b.map((text): Line => ({ sign: "+", text }))];
  }
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i][j] = a[i] === b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ sign: " ", text: a[i] });
      i += 1;
      j += 1;
    } else if (j === b.length || (i < a.length && common[i + 1][j] >= common[i][j + 1])) {
      lines.push({ sign: "-", text: a[i] });
      i += 1;
    } else {
      lines.push({ sign: "+", text: b[j] });
      j += 1;
    }
  }
  return lines;
}
