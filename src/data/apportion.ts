/**
 * Deals `total` out to groups in proportion to their sizes, each group's share rounded down or up (largest remainder).
 *
 * @param total whole number, at most the sum of the sizes
 * @param sizes whole numbers, 0 or more
 * @returns one whole number a group, none above its size, `total` in all
 * @example
 * apportion(3, [10, 5]); // [2, 1]
 */
export function apportion(total: number, sizes: readonly number[]): number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  if (all === 0) return sizes.map(() => 0);
  const shares = sizes.map((size) => Math.floor((total * size) / all));
  const remainders = sizes.map((size, k) => ({ k, remainder: (total * size) % all }));
  remainders.sort((a, b) => b.remainder - a.remainder || a.k - b.k);
  const left = total - shares.reduce((sum, share) => sum + share, 0);
  for (const { k } of remainders.slice(0, left)) shares[k]++;
  return shares;
}
