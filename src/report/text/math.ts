import katex from "katex";
import { escapeHtml } from "../html/escape.js";

/**
 * A formula in TeX as HTML for the eye and MathML for a screen reader, set by KaTeX now, so that the page needs no script.
 *
 * A formula KaTeX cannot read is shown as its source with the reason in words: a page with one wrong formula is still a page.
 */
export function formula(tex: string, display: boolean): string {
  try {
    const html = katex.renderToString(tex, {
      displayMode: display,
      output: "htmlAndMathml",
      throwOnError: true,
      strict: "ignore",
      trust: false,
      errorColor: "var(--bad)",
      maxExpand: 1000,
      maxSize: 50,
    });
    return display ? `<span class="display">${html}</span>` : html;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `<code class="bad-math">${escapeHtml(tex)}</code> <em class="bad-math">(${escapeHtml(reason)})</em>`;
  }
}
