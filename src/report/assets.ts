import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { assets } from "./page/shell.js";
import { style } from "./page/style.js";

const { resolve } = createRequire(import.meta.url);

/** What the pages share, by its path in the site: the style sheet and, where a page needs them, KaTeX's and plotly. */
export function sharedAssets(needs: { math: boolean; plotly: boolean }): Map<string, string | Uint8Array> {
  const files = new Map<string, string | Uint8Array>([[assets.style, style.trimStart()]]);
  if (needs.math) {
    const { css, fonts } = woff2Only(readFileSync(resolve("katex/dist/katex.min.css"), "utf8"));
    files.set(assets.math, css);
    for (const font of fonts) files.set(`assets/katex/${font}`, readFileSync(resolve(`katex/dist/${font}`)));
    files.set("assets/katex/LICENSE", readFileSync(resolve("katex/LICENSE"), "utf8"));
  }
  // Its licence stands in its first lines.
  if (needs.plotly) files.set(assets.plotly, readFileSync(resolve("plotly.js-cartesian-dist-min")));
  return files;
}

/** The style sheet with its WOFF2 sources alone, which every browser of the last ten years reads, and their names. */
function woff2Only(css: string): { css: string; fonts: string[] } {
  const fonts: string[] = [];
  const slim = css.replace(/src:url\((fonts\/[\w-]+\.woff2)\) format\("woff2"\)[^;}]*/g, (_, font: string) => {
    fonts.push(font);
    return `src:url(${font}) format("woff2")`;
  });
  return { css: slim, fonts };
}
