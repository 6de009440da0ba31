/**
 * Words as plotly shows them: it reads some HTML in its texts, so a name such as "a<b" must be escaped.
 *
 * @param text any words
 * @param width where given, lines are broken between words after about as many characters
 */
export function plotlyText(text: string, width = Number.POSITIVE_INFINITY): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines
    .map((line) => line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"))
    .join("<br>");
}
