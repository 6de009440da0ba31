// A plotly figure in JupyterLab: in its colours, as wide as its output, and changed in place.
import { plotlyFigure } from "./dist/report/notebook/plotly-figure.js";
import { onThemeChange, themeTemplate } from "./theme.js";

const defaultHeight = 400;
// The button that sends a figure to a host of plotly.com is there unless it is refused.
const config = { displaylogo: false, showTips: false, showSendToCloud: false };

let loading;

/** plotly, which is loaded when the first figure is drawn. */
function loadPlotly() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("plotly.min.js", import.meta.url).href;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error(`${script.src} did not load`));
    document.head.append(script);
  });
  return loading;
}

export class PlotView {
  #place = document.createElement("div");
  #figure;
  #sizes;
  #forgetTheme;
  #width = 0;
  #drawing;
  #isStale = false;
  #isDisposed = false;

  constructor(node) {
    node.append(this.#place);
    this.#place.setAttribute("role", "img");
    this.#forgetTheme = onThemeChange(() => this.#draw());
    this.#sizes = new ResizeObserver(() => {
      const width = this.#place.clientWidth;
      if (width === 0 || width === this.#width) return;
      this.#width = width;
      this.#draw();
    });
    this.#sizes.observe(this.#place);
  }

  /** Shows a figure in place of the one before; what a reader has zoomed to stays. */
  async show(bundle, { text = "", svg = "" } = {}) {
    this.#figure = plotlyFigure(bundle);
    this.#place.setAttribute("aria-label", text);
    if (!this.#figure) {
      this.#fallBack(text, svg);
      return;
    }
    this.#place.style.height = `${this.#figure.layout.height ?? defaultHeight}px`;
    try {
      await this.#draw();
    } catch (error) {
      console.warn("plotly could not draw this figure:", error);
      this.#fallBack(text, svg);
    }
  }

  dispose() {
    this.#isDisposed = true;
    this.#sizes.disconnect();
    this.#forgetTheme();
    window.Plotly?.purge(this.#place);
  }

  /** One drawing at a time; changes that come meanwhile are drawn together afterwards. */
  #draw() {
    this.#isStale = true;
    this.#drawing ??= this.#drawAll().finally(() => {
      this.#drawing = undefined;
    });
    return this.#drawing;
  }

  async #drawAll() {
    const plotly = await loadPlotly();
    while (this.#isStale && !this.#isDisposed && this.#figure && this.#place.clientWidth > 0) {
      this.#isStale = false;
      const { data, layout } = structuredClone(this.#figure);
      const { width, template, ...own } = layout;
      const themed = { ...own, template: themeTemplate(template, this.#place), autosize: true };
      themed.height ??= defaultHeight;
      themed.uirevision ??= "kept";
      await plotly.react(this.#place, data, themed, config);
    }
  }

  /** The drawing that came with the figure, or its sentence. */
  #fallBack(text, svg) {
    window.Plotly?.purge(this.#place);
    this.#place.style.height = "";
    if (!svg) {
      this.#place.textContent = text || "This figure could not be drawn.";
      return;
    }
    const image = document.createElement("img");
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    image.alt = text;
    this.#place.replaceChildren(image);
  }
}
