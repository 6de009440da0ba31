import { createHash } from "node:crypto";
import { escapeHtml } from "../html/escape.js";
import { lazyFigures } from "./lazy-figures.js";
import { narrowLayout } from "./narrow-layout.js";
import { readingAids } from "./reading-aids.js";

export interface PageParts {
  /** The page's own title, in front of the site's. */
  title: string;
  site: string;
  /** One sentence for search engines and shared links. */
  description: string;
  /** The language of the text, as BCP 47 has it: "en". */
  language: string;
  /** The lists in the bar on top. */
  menus: string;
  /** What stands beside the main part: the contents. */
  aside: string;
  main: string;
  mainClass?: string;
  /** Whether figures of the page wait for plotly. */
  interactive: boolean;
}

/** Where the parts that all pages share are, seen from a page. */
export const assets = {
  style: "assets/site.css",
  math: "assets/katex/katex.css",
  plotly: "assets/plotly-cartesian.min.js",
} as const;

// The falling curve of -log p.
const curve =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" aria-hidden="true"><path d="M3 2v19h19M5 4c1 10 5 14 16 15" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round"/></svg>';
const icon = `data:image/svg+xml,${encodeURIComponent(curve.replace("currentColor", "#4a8fd0"))}`;

const script = `(${readingAids.toString()})();(${lazyFigures.toString()})(${narrowLayout.toString()});`;

/** plotly puts one empty style element in the page and fills it through the object model: this is the hash of nothing. */
const emptyStyle = `'sha256-${createHash("sha256").update("").digest("base64")}'`;

/**
 * What the browser may do for a page: run this one script and what it loads, use the style sheets and fonts beside the
 * page, show pictures that are data. Nothing else; nothing from another host.
 *
 * `file:` stands beside 'self' because Firefox does not count a page's own folder as 'self' when it is opened as a file.
 * Style attributes are needed by KaTeX and plotly.
 */
const policy = [
  "default-src 'none'",
  `script-src 'sha256-${createHash("sha256").update(script).digest("base64")}' 'strict-dynamic'`,
  `style-src-elem 'self' file: ${emptyStyle}`,
  "style-src-attr 'unsafe-inline'",
  "font-src 'self' file:",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** A whole page. `menus`, `aside` and `main` are HTML, the rest is text. */
export function page(parts: PageParts): string {
  const title = parts.title === parts.site ? parts.site : `${parts.title} · ${parts.site}`;
  const math = parts.main.includes('class="katex"') ? `<link rel="stylesheet" href="${assets.math}">\n` : "";
  const plotly = parts.interactive ? ` data-plotly="${assets.plotly}"` : "";
  return `<!doctype html>
<html lang="${escapeHtml(parts.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${escapeHtml(parts.description)}">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${icon}">
${math}<link rel="stylesheet" href="${assets.style}">
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header class="bar">
<a class="home" href="index.html">${curve}${escapeHtml(parts.site)}</a>
${parts.menus}
</header>
<div class="page">
${parts.aside}
<main id="main"${parts.mainClass ? ` class="${parts.mainClass}"` : ""} tabindex="-1">
${parts.main}
</main>
</div>
<script${plotly}>${script}</script>
</body>
</html>
`;
}
