type Layout = Record<string, unknown>;

/** Measures a text in pixels, in the page's letters. */
export type Measure = (text: string, size: number, weight: number) => number;

/**
 * A figure's layout for a narrow box: the title is broken where it would leave the box, the title of a single vertical
 * axis lies above the axis instead of beside it, and axes that share one scale get as much height as they fill.
 *
 * Runs in the reader's browser: the page holds this function's text, so it may use nothing from outside itself.
 *
 * @param width of the box, in pixels
 * @param height that the figure would have in a wide box
 */
export function narrowLayout(layout: Layout, width: number, height: number, measure: Measure): Layout {
  const side = 16;
  const titleLine = 20;
  const axisLine = 18;

  function part(value: unknown): Layout {
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Layout) : {};
  }

  function amount(value: unknown, otherwise: number): number {
    return typeof value === "number" && Number.isFinite(value) ? value : otherwise;
  }

  function textOf(title: unknown): string {
    const text = typeof title === "string" ? title : part(title).text;
    return typeof text === "string" ? text : "";
  }

  /** The words in lines that fit. Text with tags other than line breaks stays as it is. */
  function wrap(text: string, room: number, size: number, weight: number): string {
    const words = text.replace(/<br\s*\/?>/gi, " ");
    if (words.includes("<")) return text;
    const seen = (line: string) => line.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
    const lines: string[] = [];
    for (const word of words.split(/\s+/).filter((each) => each !== "")) {
      const line = lines.at(-1);
      if (line !== undefined && measure(seen(`${line} ${word}`), size, weight) <= room) {
        lines[lines.length - 1] = `${line} ${word}`;
      } else lines.push(word);
    }
    return lines.join("<br>");
  }

  const countLines = (text: string) => (text === "" ? 0 : text.split(/<br\s*\/?>/i).length);
  const narrow: Layout = { ...layout };
  const margin = part(layout.margin);
  let top = amount(margin.t, 80);
  let taller = 0;

  const title = textOf(layout.title);
  if (title !== "") {
    const given = part(layout.title);
    const text = wrap(title, width - 8, 15, 600);
    const more = countLines(text) - countLines(title);
    const pad = part(given.pad);
    narrow.title = {
      ...given,
      text,
      font: { ...part(given.font), size: 15 },
      pad: { ...pad, l: Math.min(amount(pad.l, 0), 2), ...(countLines(text) > 1 ? { t: 26 } : {}) },
    };
    top += more * titleLine;
    taller += more * titleLine;
  }

  const axes = Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key));
  const vertical = axes.filter((key) => key.startsWith("y"));
  for (const key of axes) {
    const axis = part(layout[key]);
    const text = textOf(axis.title);
    if (text === "") continue;
    const given = typeof axis.title === "string" ? {} : part(axis.title);
    if (key.startsWith("x")) {
      const lines = wrap(text, width - 4 * side, 13, 400);
      narrow[key] = { ...axis, title: { ...given, text: lines } };
      taller += (countLines(lines) - countLines(text)) * axisLine;
    } else if (vertical.length === 1 && axis.visible !== false && axis.side !== "right") {
      const lines = wrap(text, width - 4 * side, 13, 400);
      const above = { text: lines, font: { size: 13 }, showarrow: false, align: "left" };
      const place = { xref: "paper", yref: "paper", x: 0, y: 1, xanchor: "left", yanchor: "bottom", yshift: 4 };
      const annotations = Array.isArray(layout.annotations) ? layout.annotations : [];
      narrow.annotations = [...annotations, { ...above, ...place }];
      narrow[key] = { ...axis, title: { ...given, text: "" } };
      top += countLines(lines) * axisLine;
      taller += countLines(lines) * axisLine;
    }
  }

  const sides = { l: Math.min(amount(margin.l, 80), side), r: Math.min(amount(margin.r, 80), side) };
  narrow.margin = { ...margin, ...sides, t: top };
  narrow.legend = { ...part(layout.legend), ...(part(layout.legend).xref ? {} : { x: 0, xref: "container" }) };
  narrow.height = height + taller;

  const [across, down] = [layout.xaxis, layout.yaxis].map((axis) => {
    const { range } = part(axis);
    return Array.isArray(range) ? Math.abs(Number(range[1]) - Number(range[0])) : Number.NaN;
  });
  if (part(layout.yaxis).scaleanchor === "x" && vertical.length === 1 && across > 0 && down > 0) {
    const ratio = amount(part(layout.yaxis).scaleratio, 1);
    const filled = ((width - sides.l - sides.r) * down * ratio) / across;
    narrow.height = Math.min(height + taller, Math.ceil(top + filled + amount(margin.b, 80)));
  }
  return narrow;
}
