/**
 * Which points of a line are needed so that no point is farther than `tolerance` from the line through those that are
 * kept. The first and the last are always kept.
 *
 * @param x N coordinates
 * @param y N coordinates
 * @param tolerance distance, in the units of x and y
 * @returns indices, rising
 * @see Douglas and Peucker: Algorithms for the reduction of the number of points (1973)
 */
export function thinPath(x: ArrayLike<number>, y: ArrayLike<number>, tolerance: number): number[] {
  const kept = new Set<number>([0, x.length - 1]);
  const open: [number, number][] = [[0, x.length - 1]];
  for (let part = open.pop(); part; part = open.pop()) {
    const [from, to] = part;
    let farthest = -1;
    let most = tolerance;
    for (let i = from + 1; i < to; i++) {
      const distance = distanceToSegment(x[i], y[i], x[from], y[from], x[to], y[to]);
      if (distance > most) [farthest, most] = [i, distance];
    }
    if (farthest < 0) continue;
    kept.add(farthest);
    open.push([from, farthest], [farthest, to]);
  }
  return [...kept].filter((i) => i >= 0).sort((a, b) => a - b);
}

function distanceToSegment(px: number, py: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / squared));
  return Math.hypot(px - ax - along * dx, py - ay - along * dy);
}
