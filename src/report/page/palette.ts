/** The colours of a page, by what they are for. Text colours keep a contrast of 4.5 or more on paper and on wash. */
export interface Palette {
  paper: string;
  /** Behind code and notes. */
  wash: string;
  ink: string;
  /** Text of second rank. */
  quiet: string;
  rule: string;
  /** Links, and what is current. */
  accent: string;
  good: string;
  bad: string;
  "bad-wash": string;
  keyword: string;
  string: string;
  number: string;
  comment: string;
  call: string;
  type: string;
}

export const light: Palette = {
  paper: "#fffefb",
  wash: "#f6f4ee",
  ink: "#1c1d21",
  quiet: "#5b5c66",
  rule: "#e2ded4",
  accent: "#0b5797",
  good: "#1a693f",
  bad: "#a3261c",
  "bad-wash": "#fdf1ee",
  keyword: "#7a31b8",
  string: "#1c6640",
  number: "#9c4312",
  comment: "#666770",
  call: "#1d5592",
  type: "#8a3a6b",
};

export const dark: Palette = {
  paper: "#15171a",
  wash: "#1e2125",
  ink: "#e8e6e1",
  quiet: "#a6a6ae",
  rule: "#363940",
  accent: "#86bdf1",
  good: "#7ad1a4",
  bad: "#ff9d92",
  "bad-wash": "#2c1d1c",
  keyword: "#cba6f7",
  string: "#8fd3a8",
  number: "#f2a97c",
  comment: "#9b9ca5",
  call: "#8fc1f3",
  type: "#eaa3cb",
};

/** The palette as CSS custom properties. */
export function properties(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(" ");
}
