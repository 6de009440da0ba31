/** A path of straight lines, as plotly draws the arrows of annotations. Curves count as their corners. */
export interface StraightPath {
  readonly length: number;
  /** The point so many pixels along the path; its ends beyond them. */
  at(distance: number): { x: number; y: number };
}

/** Reads a path of absolute M and L commands. */
export function straightPath(d: string): StraightPath {
  const numbers = (d.match(/-?\d*\.?\d+(?:e-?\d+)?/g) ?? []).map(Number);
  const corners = Array.from({ length: Math.floor(numbers.length / 2) }, (_, i) => ({
    x: numbers[2 * i],
    y: numbers[2 * i + 1],
  }));
  const steps = corners.slice(1).map(({ x, y }, i) => Math.hypot(x - corners[i].x, y - corners[i].y));
  return {
    length: steps.reduce((sum, step) => sum + step, 0),
    at(distance) {
      let left = Math.max(0, distance);
      for (const [i, step] of steps.entries()) {
        const [from, to] = [corners[i], corners[i + 1]];
        if (left <= step && step > 0) {
          return { x: from.x + (left / step) * (to.x - from.x), y: from.y + (left / step) * (to.y - from.y) };
        }
        left -= step;
      }
      return corners.at(-1) ?? { x: 0, y: 0 };
    },
  };
}
