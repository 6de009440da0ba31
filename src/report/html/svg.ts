import { sanitizeSvgMarkup } from "./sanitize.js";

export interface Drawing {
  /** The `<svg>` element, safe to stand in the page. */
  html: string;
  /** The text of its `<title>`, or "" when it has none. */
  title: string;
  /** Whether it takes its colours from the page (currentColor, var(--...)), and so follows light and dark. */
  themed: boolean;
}

const properties = new Set(
  `fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset stroke-linecap
  stroke-linejoin stroke-miterlimit opacity color stop-color stop-opacity clip-path clip-rule mask font font-family
  font-size font-style font-weight font-variant font-variant-numeric letter-spacing text-anchor dominant-baseline
  text-decoration white-space paint-order shape-rendering vector-effect visibility marker-start marker-mid
  marker-end`.split(/\s+/),
);

const localUrl = /^url\(\s*(["']?)#([\w:.-]+)\1\s*\)$/;

/** A value that fetches nothing: plain words, numbers and colours, or a reference into the same drawing. */
function safeValue(value: string): boolean {
  return localUrl.test(value) || (/^[\w\s#.,%()+"'/-]*$/.test(value) && !/url|image|expression|\/\*/i.test(value));
}

function safeStyle(style: string): string {
  const kept: string[] = [];
  for (const declaration of style.split(";")) {
    const colon = declaration.indexOf(":");
    const name = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration.slice(colon + 1).trim();
    if (colon > 0 && properties.has(name) && safeValue(value)) kept.push(`${name}: ${value}`);
  }
  return kept.join("; ");
}

/**
 * An SVG from a cell, made safe and given its own names.
 *
 * Ids are prefixed, because two drawings on one page may use the same ones; references to them follow. `name` is used
 * as the accessible name when the drawing has no title of its own. Returns undefined when no `<svg>` is left.
 */
export function drawing(source: string, prefix: string, name: string): Drawing | undefined {
  const fragment = sanitizeSvgMarkup(source);
  const svg = fragment.querySelector("svg");
  if (!svg) return undefined;
  for (const element of [svg, ...svg.querySelectorAll("*")]) {
    for (const { name: attribute, value } of [...element.attributes]) {
      if (attribute === "id") element.id = `${prefix}-${value}`;
      else if (attribute === "class") element.removeAttribute(attribute);
      else if (attribute === "style") {
        const style = prefixed(safeStyle(value), prefix);
        if (style) element.setAttribute("style", style);
        else element.removeAttribute("style");
      } else if (/url\s*\(|\\/i.test(value)) {
        if (localUrl.test(value)) element.setAttribute(attribute, prefixed(value, prefix));
        else element.removeAttribute(attribute);
      } else if (attribute.startsWith("aria-")) element.removeAttribute(attribute);
    }
  }
  for (const words of svg.querySelectorAll("title, desc")) words.textContent = words.textContent?.trim() ?? "";
  const title = svg.querySelector(":scope > title")?.textContent?.trim() ?? "";
  accessible(svg, prefix, title || name);
  fitColumn(svg);
  return { html: svg.outerHTML, title, themed: /currentcolor|var\(--/i.test(svg.outerHTML) };
}

function prefixed(value: string, prefix: string): string {
  return value.replace(/url\(\s*(["']?)#([\w:.-]+)\1\s*\)/g, (_, _quote, id) => `url(#${prefix}-${id})`);
}

function accessible(svg: Element, prefix: string, name: string): void {
  svg.setAttribute("role", "img");
  const title = svg.querySelector(":scope > title");
  const description = svg.querySelector(":scope > desc");
  if (title) {
    title.id ||= `${prefix}-title`;
    svg.setAttribute("aria-labelledby", title.id);
  } else svg.setAttribute("aria-label", name);
  if (description) {
    description.id ||= `${prefix}-desc`;
    svg.setAttribute("aria-describedby", description.id);
  }
}

/**
 * Lets a drawing fill the column, but a small one not grow, and a large one shrink only as long as its text can be
 * read: on a phone it scrolls in its box.
 */
function fitColumn(svg: Element): void {
  const [width, height] = ["width", "height"].map((name) => Number.parseFloat(svg.getAttribute(name) ?? ""));
  // A drawing without a viewBox would be cut off, not made smaller.
  if (!svg.hasAttribute("viewBox") && width > 0 && height > 0) svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const viewBox = (svg.getAttribute("viewBox") ?? "").trim().split(/[\s,]+/);
  const natural = Number(viewBox[2]) || width;
  if (natural > 0) {
    const most = natural < 480 ? `; max-width: ${natural}px` : "";
    svg.setAttribute("style", `min-width: min(${natural}px, 34rem)${most}`);
  }
}
