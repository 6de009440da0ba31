type Rgb = readonly [red: number, green: number, blue: number];

const palest: Rgb = [222, 235, 245];
const darkest: Rgb = [8, 72, 119];

/**
 * A blue for a share, from pale (0) to dark (1), opaque, so that it looks the same on white and on black paper.
 *
 * @param share 0 to 1
 * @returns "#rrggbb"
 */
export function tint(share: number): string {
  return `#${palest.map((from, i) => byte(from + share * (darkest[i] - from))).join("")}`;
}

/** Black or white, whichever is easier to read on the colour "#rrggbb". */
export function textOn(color: string): string {
  const [r, g, b] = [1, 3, 5].map((i) => linear(Number.parseInt(color.slice(i, i + 2), 16) / 255));
  // Relative luminance; 0.179 is where black and white have the same contrast (WCAG 2).
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000000" : "#ffffff";
}

function byte(value: number): string {
  return Math.round(value).toString(16).padStart(2, "0");
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
