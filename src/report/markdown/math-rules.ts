import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";

/** A display formula starts a line with one of these and ends it with the other. */
const fences: readonly (readonly [RegExp, (opening: RegExpExecArray) => string])[] = [
  [/^\$\$/, () => "$$"],
  [/^\\\\\[/, () => "\\\\]"],
  [/^\\\[/, () => "\\]"],
  [/^\\begin\{([a-z]+\*?)\}/, ([, environment]) => `\\end{${environment}}`],
];

/** Inline delimiters; the longer come first. JupyterLab writes `\\(` in Markdown, most others `\(`. */
const pairs: readonly (readonly [opening: string, closing: string, display: boolean])[] = [
  ["$$", "$$", true],
  ["\\\\(", "\\\\)", false],
  ["\\\\[", "\\\\]", true],
  ["\\(", "\\)", false],
  ["\\[", "\\]", true],
];

/**
 * Teaches markdown-it the formulas of notebooks: `$x$`, `$$x$$`, `\(x\)`, `\[x\]` and `\begin{align}...\end{align}`.
 *
 * Code spans and code blocks are not touched. A dollar sign is money, not mathematics, when a space follows the first
 * or precedes the second, or a digit follows the second: "$5 and $6" and "$5-$6" stay what they are. `\$` always is a dollar.
 */
export function mathRules(markdown: MarkdownIt): void {
  markdown.inline.ruler.before("escape", "math", inlineMath);
  markdown.block.ruler.before("fence", "math", blockMath, {
    alt: ["paragraph", "reference", "blockquote", "list"],
  });
}

function inlineMath(state: StateInline, silent: boolean): boolean {
  const first = state.src[state.pos];
  if (first !== "$" && first !== "\\") return false;
  for (const [opening, closing, display] of pairs) {
    if (!state.src.startsWith(opening, state.pos)) continue;
    const start = state.pos + opening.length;
    const end = closingAt(state, closing, start);
    const tex = end < 0 ? "" : state.src.slice(start, end);
    if (tex.trim()) return push(state, silent, tex, display, end + closing.length);
  }
  return first === "$" && dollarMath(state, silent);
}

function dollarMath(state: StateInline, silent: boolean): boolean {
  const start = state.pos + 1;
  if (/[\s$]/.test(state.src[start] ?? " ")) return false;
  const end = closingAt(state, "$", start);
  if (end < 0 || /\s/.test(state.src[end - 1]) || /\d/.test(state.src[end + 1] ?? "")) return false;
  return push(state, silent, state.src.slice(start, end), false, end + 1);
}

/** Where the closing delimiter stands, or -1; a backslash before a dollar sign makes it an ordinary one. */
function closingAt(state: StateInline, closing: string, from: number): number {
  let end = state.src.indexOf(closing, from);
  while (end > 0 && closing[0] === "$" && escaped(state.src, end)) end = state.src.indexOf(closing, end + 1);
  return end + closing.length <= state.posMax ? end : -1;
}

function escaped(text: string, position: number): boolean {
  let backslashes = 0;
  while (text[position - 1 - backslashes] === "\\") backslashes++;
  return backslashes % 2 === 1;
}

function push(state: StateInline, silent: boolean, tex: string, display: boolean, end: number): boolean {
  if (!silent) {
    const token = state.push("math", "", 0);
    token.content = tex;
    token.meta = { display };
  }
  state.pos = end;
  return true;
}

function blockMath(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (state.sCount[startLine] - state.blkIndent >= 4) return false;
  const lineAt = (line: number) => state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line]);
  const first = lineAt(startLine);
  for (const [fence, closingOf] of fences) {
    const opening = fence.exec(first);
    if (!opening) continue;
    const closing = closingOf(opening);
    // An environment is part of its formula, a delimiter is not.
    const environment = closing.startsWith("\\end");
    for (let line = startLine; line < endLine; line++) {
      if (line > startLine && state.sCount[line] < state.blkIndent && !state.isEmpty(line)) break;
      const text = lineAt(line).trimEnd();
      const body = line === startLine ? text.slice(opening[0].length) : text;
      const at = body.indexOf(closing);
      if (at < 0) continue;
      // Words after the formula: it stands in a line, and the rule for lines reads it.
      if (at < body.length - closing.length) break;
      if (silent) return true;
      const source = state.getLines(startLine, line + 1, state.blkIndent, false).trim();
      const token = state.push("math", "", 0);
      token.block = true;
      token.content = environment ? source : source.slice(opening[0].length, -closing.length);
      token.meta = { display: true };
      token.map = [startLine, line + 1];
      state.line = line + 1;
      return true;
    }
  }
  return false;
}
