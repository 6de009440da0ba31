/** Text as a terminal would show it in the end. */

/** Escape sequences (ECMA-48): CSI as in colours, OSC as in titles and links, two-character ones, a lone escape. */
const sequence = String.raw`\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])|\x1b`;
const escapes = new RegExp(sequence, "g");
const erase = String.raw`\x1b\[([0-2]?)K`;
const steps = new RegExp(String.raw`${erase}|${sequence}|[\s\S]`, "gu");
const movement = new RegExp(String.raw`\r|\x08|${erase}`);

/** Without colours and other escape sequences. */
export function stripAnsi(text: string): string {
  return text.replace(escapes, "");
}

/**
 * Each line as it stands once carriage returns, backspaces and "erase in line" have done their work, without colours:
 * of a progress line that was written a hundred times, the last.
 */
export function settle(text: string): string {
  return text
    .split(/\r*\n/)
    .map((line) => (movement.test(line) ? settleLine(line) : stripAnsi(line)))
    .join("\n");
}

function settleLine(line: string): string {
  const shown: string[] = [];
  let at = 0;
  for (const [part, erased] of line.matchAll(steps)) {
    if (part === "\r") at = 0;
    else if (part === "\b") at = Math.max(0, at - 1);
    else if (erased === "1") shown.fill(" ", 0, at + 1);
    else if (erased !== undefined) {
      shown.length = Math.min(shown.length, at);
      if (erased === "2") shown.fill(" ");
    } else if (!part.startsWith("\x1b")) {
      while (shown.length < at) shown.push(" ");
      shown[at] = part;
      at += 1;
    }
  }
  return shown.join("").trimEnd();
}
