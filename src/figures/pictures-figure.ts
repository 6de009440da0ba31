import type { Data } from "plotly.js";
import { checkLength } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import type { Matrix } from "../numerics/matrix.js";
import type { Figure } from "./figure.js";
import { layout } from "./layout.js";
import { countText } from "./number-text.js";
import { palette } from "./palette.js";
import { pixelOutline } from "./pixel-outline.js";
import { plotlyText } from "./plotly-text.js";

/** Two tones, one laid over the other: pixels from a quarter up have the light one, from 0.6 up both. */
const LEVELS = [0.25, 0.6];

/** Each picture adds one or two kilobytes. */
const MOST_PICTURES = 24;

export interface PicturesOptions {
  /** Pixels of a line of a picture. */
  readonly width: number;
  /** N short texts, one below each picture; "\n" begins a new line. */
  readonly captions: readonly string[];
  readonly title: string;
  /** Pictures side by side; default 4. */
  readonly columns?: number;
}

/**
 * Small grey pictures side by side, drawn as outlines in two tones: no image files, sharp at every size.
 *
 * @param pictures N x (width * height) with entries from 0 (nothing) to 1 (full), 1 to 24 rows; `takeRows` chooses them
 * @param options see `PicturesOptions`
 * @throws RangeError when there are no pictures or too many, the width does not divide their pixels, or a caption is
 * missing
 * @example
 * const two = fromRows([[0, 1, 1, 0], [1, 0, 0, 1]]); // of 2 x 2 pixels each
 * await show(picturesFigure(two, { width: 2, captions: ["uphill", "downhill"], title: "Two slopes" }));
 */
export function picturesFigure(pictures: Matrix, options: PicturesOptions): Figure {
  const { width, captions, title, columns = 4 } = options;
  const count = pictures.rows;
  if (count < 1 || count > MOST_PICTURES) {
    throw new RangeError(`picturesFigure: there are ${countText(count, "picture")}; expected 1 to ${MOST_PICTURES}`);
  }
  if (!Number.isInteger(width) || width < 1 || pictures.cols % width !== 0) {
    throw new RangeError(
      `picturesFigure: width is ${describeValue(width)}; expected a whole number that divides the ${pictures.cols} pixels of a picture`,
    );
  }
  if (!Number.isInteger(columns) || columns < 1) {
    throw new RangeError(`picturesFigure: columns is ${describeValue(columns)}; expected a whole number, 1 or more`);
  }
  checkLength("picturesFigure: captions", captions, count, "texts, one a picture");

  const height = pictures.cols / width;
  const across = Math.min(columns, count);
  const down = Math.ceil(count / across);
  const captionLines = Math.max(...captions.map((caption) => caption.split("\n").length));
  // In pixels of the pictures. Letters keep their size when the figure shrinks: a fifth of a picture is a line on a phone.
  const stepX = Math.ceil(1.35 * width);
  const stepY = height + Math.ceil((height / 5) * (captionLines + 1));
  const corners = captions.map((_, i) => ({ left: (i % across) * stepX, top: Math.floor(i / across) * stepY }));
  const captionTrace: Data = {
    type: "scatter",
    mode: "text",
    x: corners.map(({ left }) => left + width / 2),
    y: corners.map(({ top }) => top + height),
    text: captions.map((caption) =>
      caption
        .split("\n")
        .map((line) => plotlyText(line))
        .join("<br>"),
    ),
    textposition: "bottom center",
    textfont: { size: 11 },
    hoverinfo: "skip",
    cliponaxis: false,
    showlegend: false,
  };
  return {
    data: [captionTrace],
    layout: layout(title, {
      height: 80 + Math.round(4.2 * down * stepY),
      margin: { t: 56, r: 12, b: 12, l: 12 },
      xaxis: { visible: false, range: [width - stepX, across * stepX], fixedrange: true },
      yaxis: { visible: false, range: [down * stepY, -2], fixedrange: true, scaleanchor: "x" },
      shapes: LEVELS.map((level) => ({
        type: "path",
        path: corners.map(({ left, top }, i) => pixelOutline(pictures, i, width, level, left, top)).join(""),
        fillcolor: palette.blue,
        opacity: 0.5,
        fillrule: "evenodd",
        line: { width: 0 },
      })),
    }),
    title,
    text: `${countText(count, "picture")}: ${captions.map((caption) => caption.replaceAll("\n", ", ")).join("; ")}.`,
  };
}
