/**
 * The power |X_k|^2 of each frequency k = 0 ... n/2 of n real numbers, X_k = sum_t x_t exp(-2 pi i k t / n): a radix-2 fast
 * Fourier transform.
 *
 * @param n a power of two, 2 or more
 * @returns a function of n numbers; it gives n/2 + 1 powers in an array that its next call writes again
 */
export function powerSpectrum(n: number): (x: ArrayLike<number>) => Float64Array {
  const cosines = Float64Array.from({ length: n / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / n));
  const sines = Float64Array.from({ length: n / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / n));
  const bits = Math.log2(n);
  const place = Int32Array.from({ length: n }, (_, t) => {
    let reversed = 0;
    for (let bit = 0; bit < bits; bit++) reversed = (reversed << 1) | ((t >> bit) & 1);
    return reversed;
  });
  const re = new Float64Array(n);
  const im = new Float64Array(n);
  const powers = new Float64Array(n / 2 + 1);
  return (x) => {
    for (let t = 0; t < n; t++) re[place[t]] = x[t];
    im.fill(0);
    // Transforms of the even and the odd entries become one of twice their length.
    for (let half = 1; half < n; half *= 2) {
      for (let begin = 0; begin < n; begin += 2 * half) {
        for (let k = 0; k < half; k++) {
          const [even, odd, turn] = [begin + k, begin + half + k, (k * n) / (2 * half)];
          const oddRe = re[odd] * cosines[turn] - im[odd] * sines[turn];
          const oddIm = re[odd] * sines[turn] + im[odd] * cosines[turn];
          re[odd] = re[even] - oddRe;
          im[odd] = im[even] - oddIm;
          re[even] += oddRe;
          im[even] += oddIm;
        }
      }
    }
    for (let k = 0; k <= n / 2; k++) powers[k] = re[k] ** 2 + im[k] ** 2;
    return powers;
  };
}
