import { paint } from "./page-colors.js";

/** In pixels; what the `<svg>` says itself need not be repeated. */
export const FONT_SIZE = 13;

/** An element of a drawing, of the few kinds and with the few attributes that a still picture needs. */
export interface Drawn {
  name: string;
  attributes: Map<string, string>;
  children: (Drawn | string)[];
}

/** A link in a text is kept as text. */
const renamed: Readonly<Record<string, string>> = { a: "tspan" };
const names = new Set(["svg", "g", "defs", "clipPath", "path", "rect", "circle", "line", "text", "tspan"]);
const numbers = ["x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2"];
const words = ["clip-path", "text-anchor", "dy", "dx"];
/** Style properties that become attributes, with the value that goes without saying. */
const styles: Readonly<Record<string, string>> = {
  "font-size": String(FONT_SIZE),
  "font-weight": "normal",
  "font-style": "normal",
  "stroke-dasharray": "none",
  "stroke-width": "",
};

/**
 * What plotly has drawn, without what a still picture does not need: classes, scripts and handles for the mouse, empty
 * and invisible parts. Numbers keep two decimals.
 *
 * @returns undefined when nothing of the element can be seen
 */
export function drawnOf(element: Element): Drawn | undefined {
  const name = renamed[element.localName] ?? element.localName;
  if (!names.has(name) || element.matches('[display="none"]')) return undefined;
  const style = (element as SVGElement).style;
  if (style.display === "none" || style.visibility === "hidden" || style.opacity === "0") return undefined;
  const drawn: Drawn = { name, attributes: new Map(), children: [] };
  readAttributes(element, drawn.attributes);
  readStyle(style, drawn.attributes);
  if (isInvisible(drawn, element)) return undefined;
  for (const child of element.childNodes) {
    if (child.nodeType === child.TEXT_NODE) {
      if (drawn.name === "text" || drawn.name === "tspan") drawn.children.push(child.textContent ?? "");
    } else if (child.nodeType === child.ELEMENT_NODE) {
      const part = drawnOf(child as Element);
      if (part) drawn.children.push(part);
    }
  }
  const holds = ["svg", "g", "defs", "text", "tspan"].includes(drawn.name);
  if (holds && drawn.children.every((child) => child === "")) return undefined;
  return asCircle(drawn);
}

function readAttributes(element: Element, attributes: Map<string, string>): void {
  for (const name of numbers) {
    const value = element.getAttribute(name);
    if (value !== null) attributes.set(name, rounded(value));
  }
  for (const name of ["d", "transform"]) {
    const value = element.getAttribute(name);
    if (value) attributes.set(name, rounded(value));
  }
  for (const name of words) {
    const value = element.getAttribute(name);
    if (value) attributes.set(name, value);
  }
  if (element.localName === "clipPath") attributes.set("id", element.id);
  if (/^(?:translate\(0(?:,\s*0)?\)|rotate\(0\b.*\))$/.test(attributes.get("transform") ?? ""))
    attributes.delete("transform");
  if (element.localName === "text" && attributes.get("dy") === "0em") attributes.delete("dy");
  if (element.matches(".crisp")) attributes.set("shape-rendering", "crispEdges");
}

function readStyle(style: CSSStyleDeclaration, attributes: Map<string, string>): void {
  for (const [name, usual] of Object.entries(styles)) {
    const value = style.getPropertyValue(name).replace(/px/g, "");
    if (value && value !== usual && value !== "400") attributes.set(name, value);
  }
  const opacity = style.opacity;
  if (opacity && opacity !== "1") attributes.set("opacity", opacity);
  for (const name of ["fill", "stroke"]) {
    const value = style.getPropertyValue(name);
    if (!value) continue;
    const { color, opacity: own = 1 } = paint(value);
    const total = own * Number(style.getPropertyValue(`${name}-opacity`) || 1);
    attributes.set(name, total === 0 ? "none" : color);
    if (total !== 0 && total !== 1) attributes.set(`${name}-opacity`, String(Number(total.toFixed(3))));
  }
  if (attributes.get("stroke-width") === "0" || attributes.get("stroke") === "none") {
    for (const name of ["stroke", "stroke-width", "stroke-opacity", "stroke-dasharray"]) attributes.delete(name);
  }
}

function isInvisible({ name, attributes }: Drawn, element: Element): boolean {
  if (element.closest("clipPath")) return false;
  const unpainted = attributes.get("fill") === "none" && !attributes.has("stroke");
  if (name === "path") return unpainted || !/[^M\d.,\s-]/.test(attributes.get("d") ?? "");
  if (name === "rect")
    return unpainted || Number(attributes.get("width")) === 0 || Number(attributes.get("height")) === 0;
  return false;
}

/** plotly draws a round point as a path of two arcs. */
function asCircle(drawn: Drawn): Drawn {
  const { attributes } = drawn;
  const radius = /^M([\d.]+),0A\1,\1 0 1,1 0,-\1A\1,\1 0 0,1 \1,0Z$/.exec(attributes.get("d") ?? "")?.[1];
  const place = /^translate\(([-\d.]+),([-\d.]+)\)$/.exec(attributes.get("transform") ?? "");
  if (drawn.name !== "path" || radius === undefined || !place) return drawn;
  attributes.delete("d");
  attributes.delete("transform");
  return {
    name: "circle",
    attributes: new Map([["cx", place[1]], ["cy", place[2]], ["r", radius], ...attributes]),
    children: [],
  };
}

function rounded(text: string): string {
  return text.replace(/-?\d*\.\d+(?:e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(2)) + 0));
}
