// Escape sequences as ECMA-48 has them: CSI ... letter, OSC ... BEL or ST, and the two-character ones.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all control characters but tab and line feed
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * What a terminal would show of a text in the end: colour codes gone, and of a line rewritten with carriage returns
 * (a progress bar) only the last state.
 */
export function terminalText(text: string): string {
  return text
    .replace(escapes, "")
    .replace(/\r+\n/g, "\n")
    .split("\n")
    .map((line) => line.replace(/\r+$/, "").replace(/^.*\r/s, ""))
    .join("\n")
    .replace(controls, "");
}
