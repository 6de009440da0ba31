/**
 * Colours that nobody draws with: plotly puts them where the page's own are meant, and they are found again in what it
 * has drawn.
 */
const ink = "#010203";
const rule = "#040506";

const axis = { color: ink, gridcolor: rule, linecolor: rule, zerolinecolor: rule, tickcolor: rule, automargin: true };

/** plotly's layout with a template over its own that leaves letters and grid to the page. */
export function withPageColors(layout: object): object {
  const { template } = layout as { template?: { layout?: { xaxis?: object; yaxis?: object } } };
  const own = template?.layout;
  const page = {
    font: { family: "sans-serif", size: 13, color: ink },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    legend: { bgcolor: "rgba(0,0,0,0)" },
    xaxis: { ...own?.xaxis, ...axis },
    yaxis: { ...own?.yaxis, ...axis },
  };
  return { ...layout, template: { ...template, layout: { ...own, ...page } } };
}

export interface Paint {
  color: string;
  /** 1 when undefined. */
  opacity?: number;
}

/** A colour as plotly wrote it, in short; what is the page's becomes currentColor, the grid a faint one. */
export function paint(css: string): Paint {
  const parts = css.match(/^rgba?\(\s*(\d+),\s*(\d+),\s*(\d+)(?:,\s*([\d.]+))?\s*\)$/);
  if (!parts) return { color: css };
  const hex = `#${parts
    .slice(1, 4)
    .map((channel) => Number(channel).toString(16).padStart(2, "0"))
    .join("")}`;
  const opacity = parts[4] === undefined ? undefined : Number(parts[4]);
  if (hex === ink) return { color: "currentColor", opacity };
  if (hex === rule) return { color: "currentColor", opacity: 0.18 };
  return { color: hex.replace(/^#(.)\1(.)\2(.)\3$/, "#$1$2$3"), opacity };
}
