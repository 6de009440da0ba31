/** What a pixel of the result is made of: the pixels from `begin` on, with weights that sum to 1. */
interface Mix {
  readonly begin: number;
  readonly weights: Float64Array;
}

/**
 * A plane of pixels in another size: bilinear interpolation, and where it shrinks a mean with weights that fall linearly
 * from the middle, over as many pixels as become one on either side. So does Pillow's BILINEAR, and PyTorch's
 * `interpolate(mode="bilinear", antialias=True)`. The sides are stretched independently.
 *
 * @param plane width * height numbers, line after line
 * @returns toWidth * toHeight numbers
 */
export function resize(
  plane: Float64Array,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
): Float64Array {
  const across = mixes(width, toWidth);
  const lines = new Float64Array(height * toWidth);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < toWidth; x++) {
      const { begin, weights } = across[x];
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i] * plane[y * width + begin + i];
      lines[y * toWidth + x] = sum;
    }
  }
  const result = new Float64Array(toWidth * toHeight);
  mixes(height, toHeight).forEach(({ begin, weights }, y) => {
    weights.forEach((weight, i) => {
      for (let x = 0; x < toWidth; x++) result[y * toWidth + x] += weight * lines[(begin + i) * toWidth + x];
    });
  });
  return result;
}

function mixes(from: number, to: number): Mix[] {
  const scale = from / to;
  const reach = Math.max(scale, 1);
  return Array.from({ length: to }, (_, i) => {
    const center = (i + 0.5) * scale - 0.5;
    const begin = Math.max(0, Math.ceil(center - reach));
    const end = Math.min(from - 1, Math.floor(center + reach));
    const weights = Float64Array.from({ length: end - begin + 1 }, (_, k) => 1 - Math.abs(begin + k - center) / reach);
    const sum = weights.reduce((a, b) => a + b);
    return { begin, weights: weights.map((weight) => weight / sum) };
  });
}
