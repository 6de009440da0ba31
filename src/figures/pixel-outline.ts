import { type Matrix, rowOf } from "../numerics/matrix.js";

/**
 * The outline of the pixels of a picture that are at or above a level, as an SVG path of horizontal and vertical lines:
 * filled by the even-odd rule, it is the picture in two tones.
 *
 * @param pictures N x (width * height), each row a picture, line after line
 * @param i which picture
 * @param width pixels of a line
 * @param level pixels at or above it are inside
 * @param left added to every x
 * @param top added to every y; y grows downwards, as the lines do
 * @returns absolute commands M, H, V, Z with whole numbers; empty when no pixel is inside
 */
export function pixelOutline(
  pictures: Matrix,
  i: number,
  width: number,
  level: number,
  left: number,
  top: number,
): string {
  const pixels = rowOf(pictures, i);
  const height = pixels.length / width;
  const isInside = (x: number, y: number) =>
    x >= 0 && x < width && y >= 0 && y < height && pixels[y * width + x] >= level;
  // The sides that edges lie on, keyed by the corner where they begin, with the inside on their right hand.
  const edges = new Map<string, [number, number][]>();
  const addEdge = (x: number, y: number, toX: number, toY: number) => {
    const key = `${x},${y}`;
    edges.set(key, [...(edges.get(key) ?? []), [toX, toY]]);
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!isInside(x, y)) continue;
      if (!isInside(x, y - 1)) addEdge(x, y, x + 1, y);
      if (!isInside(x + 1, y)) addEdge(x + 1, y, x + 1, y + 1);
      if (!isInside(x, y + 1)) addEdge(x + 1, y + 1, x, y + 1);
      if (!isInside(x - 1, y)) addEdge(x, y + 1, x, y);
    }
  }
  let path = "";
  for (const start of edges.keys()) {
    while (edges.get(start)?.length) path += loopFrom(start, edges, left, top);
  }
  return path;
}

/** Follows edges until there is none to follow, writing a corner only where the direction changes; Z draws the last. */
function loopFrom(start: string, edges: Map<string, [number, number][]>, left: number, top: number): string {
  let [x, y] = start.split(",").map(Number);
  let path = `M${x + left},${y + top}`;
  let pending = "";
  for (let next = edges.get(start)?.pop(); next; next = edges.get(`${x},${y}`)?.pop()) {
    const command = next[1] === y ? `H${next[0] + left}` : `V${next[1] + top}`;
    if (pending !== "" && pending[0] !== command[0]) path += pending;
    pending = command;
    [x, y] = next;
  }
  return `${path}Z`;
}
