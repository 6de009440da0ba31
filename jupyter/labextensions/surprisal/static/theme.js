// JupyterLab's colours as a plotly template, and word of their change.

const listeners = new Set();

function tell() {
  for (const listener of listeners) listener();
}

new MutationObserver(tell).observe(document.body, {
  attributes: true,
  attributeFilter: ["data-jp-theme-name", "data-jp-theme-light"],
});
// The name may change before the colours do: they come with a style sheet, and go with one.
new MutationObserver(tell).observe(document.head, { childList: true });
document.addEventListener("load", ({ target }) => target instanceof HTMLLinkElement && tell(), true);

/** Calls `listener` when JupyterLab turns light or dark; the function that comes back ends that. */
export function onThemeChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A figure's own template under the colours and letters of JupyterLab; what the figure itself sets, it keeps. */
export function themeTemplate(own, node) {
  const css = getComputedStyle(node);
  const property = (name) => css.getPropertyValue(name).trim();
  const ink = property("--jp-content-font-color1");
  const quiet = property("--jp-content-font-color2");
  const rule = property("--jp-border-color2");
  const paper = property("--jp-layout-color1");
  const family = property("--jp-content-font-family") || "system-ui, sans-serif";
  const axis = {
    color: quiet,
    gridcolor: rule,
    linecolor: rule,
    zerolinecolor: rule,
    tickcolor: rule,
    automargin: true,
    title: { font: { color: ink } },
  };
  const layout = {
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family, color: ink, size: 13 },
    xaxis: axis,
    yaxis: axis,
    annotationdefaults: { arrowcolor: quiet },
    legend: { bgcolor: "rgba(0,0,0,0)" },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: quiet, activecolor: ink },
    hoverlabel: { bgcolor: paper, bordercolor: rule, font: { family, color: ink } },
  };
  return merged(typeof own === "object" && own !== null ? own : {}, { layout });
}

function merged(under, over) {
  const result = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const both = [result[key], value].every((part) => typeof part === "object" && part !== null);
    result[key] = both ? merged(result[key], value) : value;
  }
  return result;
}
