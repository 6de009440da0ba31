import type { Measure } from "./narrow-layout.js";

/** As much of plotly as the page uses. */
interface Plotly {
  react(place: HTMLElement, data: unknown[], layout: object, config: object): Promise<unknown>;
  relayout(place: HTMLElement, changes: object): Promise<unknown>;
}

/**
 * Draws the page's figures with plotly when they come into view, in the colours of the page, and again when the page
 * turns light or dark. Until then, without plotly and on paper the drawing stays.
 *
 * Runs in the reader's browser: the page holds this function's text, so it may use nothing from outside itself.
 *
 * @param narrowLayout what changes in a figure's layout where the box is narrow
 */
export function lazyFigures(
  narrowLayout: (
    layout: Record<string, unknown>,
    width: number,
    height: number,
    measure: Measure,
  ) => Record<string, unknown>,
): void {
  type Layout = Record<string, unknown>;
  const address = document.currentScript?.dataset.plotly;
  const figures = [...document.querySelectorAll<HTMLElement>("figure:has(> .plot)")];
  if (address === undefined || figures.length === 0) return;

  let loading: Promise<Plotly> | undefined;
  function load(): Promise<Plotly> {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address as string;
      script.onload = () => resolve((window as unknown as { Plotly: Plotly }).Plotly);
      script.onerror = () => reject(new Error(`${address} did not load`));
      document.head.append(script);
    });
    return loading;
  }

  function isObject(value: unknown): value is Layout {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  function merge(under: Layout, over: Layout): Layout {
    const merged: Layout = { ...under };
    for (const [key, value] of Object.entries(over)) {
      const below = merged[key];
      merged[key] = isObject(below) && isObject(value) ? merge(below, value) : value;
    }
    return merged;
  }

  /** The page's colours and letters as a plotly template: what a figure sets itself, it keeps. */
  function pageTemplate(): Layout {
    const css = getComputedStyle(document.documentElement);
    const property = (name: string) => css.getPropertyValue(name).trim();
    const [ink, quiet, rule, paper] = ["--ink", "--quiet", "--rule", "--paper"].map(property);
    const axis = {
      color: quiet,
      gridcolor: rule,
      linecolor: rule,
      zerolinecolor: rule,
      // Ticks that cannot be seen keep the labels off the axis.
      ticks: "outside",
      tickcolor: "rgba(0,0,0,0)",
      automargin: true,
      title: { font: { color: ink } },
    };
    return {
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: property("--ui"), color: ink, size: 13 },
      xaxis: axis,
      yaxis: axis,
      annotationdefaults: { arrowcolor: quiet },
      legend: { bgcolor: "rgba(0,0,0,0)" },
      hoverlabel: { bgcolor: paper, bordercolor: rule, font: { family: property("--ui"), color: ink } },
    };
  }

  const config = { displayModeBar: false, responsive: true, showTips: false };
  // A finger on a figure scrolls the page; a mouse can draw a part to look at it closer.
  const touch = matchMedia("(pointer: coarse)").matches;

  /** Boxes up to this width, in pixels, are narrow. */
  const narrowest = 520;
  const pen = document.createElement("canvas").getContext("2d");
  const measure: Measure = (text, size, weight) => {
    if (!pen) return text.length * size * 0.6;
    pen.font = `${weight} ${size}px ${getComputedStyle(document.documentElement).getPropertyValue("--ui").trim()}`;
    return pen.measureText(text).width;
  };

  /** Moves in what still stands out of the box: how long a label is shows only once it is drawn. */
  async function moveLabelsIn(plotly: Plotly, place: HTMLElement, layout: Layout): Promise<void> {
    const box = place.getBoundingClientRect();
    const beyond = (element: Element) => {
      const { left, right } = element.getBoundingClientRect();
      return Math.max(0, right + 2 - box.right) - Math.max(0, box.left + 2 - left);
    };
    const annotations = Array.isArray(layout.annotations) ? layout.annotations : [];
    const changes: Layout = {};
    for (const element of place.querySelectorAll<SVGElement>(".annotation[data-index]")) {
      const label = element.querySelector(".annotation-text-g");
      const out = label ? Math.round(beyond(label)) : 0;
      const annotation = annotations[Number(element.dataset.index)];
      if (out === 0 || !isObject(annotation)) continue;
      const [name, otherwise] = annotation.showarrow === false ? ["xshift", 0] : ["ax", -10];
      if (name === "ax" && annotation.axref !== undefined && annotation.axref !== "pixel") continue;
      const given = typeof annotation[name] === "number" ? annotation[name] : otherwise;
      changes[`annotations[${element.dataset.index}].${name}`] = given - out;
    }
    const labels = [...place.querySelectorAll(".textpoint, .bartext")].map(beyond);
    const margin = isObject(layout.margin) ? layout.margin : {};
    const [right, left] = [Math.max(0, ...labels), Math.max(0, ...labels.map((out) => -out))];
    if (right > 0) changes["margin.r"] = Number(margin.r) + Math.ceil(right);
    if (left > 0) changes["margin.l"] = Number(margin.l) + Math.ceil(left);
    if (Object.keys(changes).length > 0) await plotly.relayout(place, changes);
  }

  const widths = new Map<HTMLElement, number>();

  async function draw(figure: HTMLElement): Promise<void> {
    const place = figure.querySelector<HTMLElement>(".plot");
    const source = figure.querySelector('script[type="application/json"]');
    const drawing = figure.querySelector<HTMLElement>(".drawing");
    if (!place || !source) return;
    const plotly = await load();
    const { data, layout } = JSON.parse(source.textContent ?? "") as { data: unknown[]; layout: Layout };
    const template = isObject(layout.template) ? layout.template : {};
    const width = figure.clientWidth;
    const isNarrow = width < narrowest;
    if (isNarrow || (widths.get(figure) ?? narrowest) < narrowest) {
      // A narrow figure's height is not the drawing's: that is measured anew.
      place.hidden = true;
      figure.classList.remove("drawn");
    }
    const height = place.offsetHeight || Math.max(drawing?.offsetHeight ?? 0, 300);
    widths.set(figure, width);
    const fitted = isNarrow ? narrowLayout(layout, width, height, measure) : layout;
    const themed = merge(fitted, {
      template: merge(template, { layout: pageTemplate() }),
      autosize: true,
      height: fitted === layout ? height : fitted.height,
      ...(touch ? { dragmode: false } : {}),
    });
    delete themed.width;
    place.hidden = false;
    figure.classList.add("drawn");
    try {
      await plotly.react(place, data, themed, config);
      if (isNarrow) await moveLabelsIn(plotly, place, themed);
    } catch (error) {
      place.hidden = true;
      figure.classList.remove("drawn");
      throw error;
    }
  }

  const seen = new Set<HTMLElement>();
  const show = (figure: HTMLElement) => {
    seen.add(figure);
    draw(figure).catch((error: unknown) => console.warn("A figure stays a drawing:", error));
  };
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        show(target as HTMLElement);
      }
    },
    { rootMargin: "50% 0px" },
  );
  for (const figure of figures) watcher.observe(figure);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const figure of seen) show(figure);
  });
  // plotly follows the width of its box by itself, but knows nothing of narrow ones.
  addEventListener("resize", () => {
    for (const figure of seen) {
      const [before, now] = [widths.get(figure), figure.clientWidth];
      if (before !== undefined && before !== now && Math.min(before, now) < narrowest) show(figure);
    }
  });
}
