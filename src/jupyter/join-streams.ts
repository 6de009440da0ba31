import { joinLines, type Output } from "./notebook.js";

/** The outputs with streams of one name that follow one another as one text, as a terminal would show them. */
export function joinStreams(outputs: readonly Output[]): Output[] {
  const joined: Output[] = [];
  for (const output of outputs) {
    const last = joined.at(-1);
    if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name) {
      joined[joined.length - 1] = { ...last, text: joinLines(last.text) + joinLines(output.text) };
    } else joined.push(output);
  }
  return joined;
}
