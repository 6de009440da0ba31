import { textWidth } from "./text-size.js";

/** A rectangle in pixels, y downwards. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const LINE_HEIGHT = 1.3;
const ASCENT = 0.95;
const DEFAULT_FONT_SIZE = 13;
const none: Box = { x: 0, y: 0, width: 0, height: 0 };

/**
 * About the rectangle that an SVG element takes up, in the coordinates inside its own `transform`: of texts by their
 * characters, of rectangles by their attributes, of groups around what is in them. Other shapes count as nothing.
 */
export function boxOf(element: Element): Box {
  if (element.localName === "text" || element.localName === "tspan") return textBox(element);
  if (element.localName === "rect") {
    return {
      x: number(element, "x"),
      y: number(element, "y"),
      width: number(element, "width"),
      height: number(element, "height"),
    };
  }
  return [...element.children].map((child) => moved(boxOf(child), child)).reduce(around, none);
}

/** `boxOf`, moved by the element's own transform. */
export function outerBoxOf(element: Element): Box {
  return moved(boxOf(element), element);
}

function textBox(text: Element): Box {
  const size = fontSizeOf(text);
  const broken = [...text.querySelectorAll("tspan.line")];
  const lines = broken.length > 0 ? broken : [text];
  const width = Math.max(...lines.map((line) => textWidth(line.textContent ?? "", size)));
  const anchor = text.getAttribute("text-anchor");
  const shift = anchor === "middle" ? width / 2 : anchor === "end" ? width : 0;
  return {
    x: number(text, "x") - shift,
    y: number(text, "y") - ASCENT * size,
    width,
    height: lines.length * LINE_HEIGHT * size,
  };
}

function fontSizeOf(element: Element): number {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const size = Number.parseFloat((at as SVGElement).style?.fontSize);
    if (size > 0) return size;
  }
  return DEFAULT_FONT_SIZE;
}

/** The box around both; an empty one counts as nothing. */
function around(a: Box, b: Box): Box {
  if (a.width === 0 && a.height === 0) return b;
  if (b.width === 0 && b.height === 0) return a;
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return { x, y, width: right - x, height: bottom - y };
}

function moved(box: Box, element: Element): Box {
  const transforms = [...(element.getAttribute("transform") ?? "").matchAll(/(\w+)\(([^)]*)\)/g)];
  let at = box;
  // The last of several transforms acts first.
  for (const [, kind, list] of transforms.reverse()) {
    const [a = 0, b = 0, c = 0] = (list.match(/[^\s,]+/g) ?? []).map(Number);
    if (kind === "translate") at = { x: at.x + a, y: at.y + b, width: at.width, height: at.height };
    else if (kind === "rotate") at = turned(at, a, b, c);
    else if (kind === "scale") at = scaled(at, a, b || a);
  }
  return at;
}

function turned(box: Box, degrees: number, centerX: number, centerY: number): Box {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const corners = [box.x, box.x + box.width].flatMap((x) =>
    [box.y, box.y + box.height].map((y) => [x - centerX, y - centerY]),
  );
  const xs = corners.map(([x, y]) => centerX + x * cos - y * sin);
  const ys = corners.map(([x, y]) => centerY + x * sin + y * cos);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function scaled(box: Box, sx: number, sy: number): Box {
  return { x: box.x * sx, y: box.y * sy, width: box.width * Math.abs(sx), height: box.height * Math.abs(sy) };
}

function number(element: Element, name: string): number {
  return Number.parseFloat(element.getAttribute(name) ?? "") || 0;
}
