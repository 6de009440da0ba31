/** What usually stands between fields. */
const DELIMITERS = [",", ";", "\t", "|"];

/** A hint for somebody who has read a header as one field, by another delimiter than the one that seems to be in it; else nothing. */
export function delimiterHint(columns: readonly string[]): string {
  if (columns.length !== 1) return "";
  const times = (delimiter: string) => columns[0].split(delimiter).length - 1;
  const likely = DELIMITERS.reduce((a, b) => (times(b) > times(a) ? b : a));
  if (times(likely) === 0) return "";
  return `. The header looks as if its fields were separated by ${JSON.stringify(likely)}: { delimiter: ${JSON.stringify(likely)} }`;
}
