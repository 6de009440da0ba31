import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { DOMWindow } from "jsdom";
import { boxOf, outerBoxOf } from "./boxes.js";
import { straightPath } from "./straight-path.js";

/** As much of plotly as is used. */
interface Plotly {
  newPlot(place: Element, data: unknown, layout: unknown, config: object): Promise<unknown>;
  purge(place: Element): void;
}

export interface PlotlyWindow {
  readonly document: Document;
  readonly plotly: Plotly;
}

let loading: Promise<PlotlyWindow> | undefined;

/** plotly inside a window without a browser, made on first use and kept: that takes about a second. */
export function plotlyWindow(): Promise<PlotlyWindow> {
  loading ??= load();
  return loading;
}

async function load(): Promise<PlotlyWindow> {
  const { JSDOM, VirtualConsole } = await import("jsdom");
  const bundle = createRequire(import.meta.url).resolve("plotly.js-cartesian-dist-min");
  // The console of its own keeps plotly's and jsdom's remarks out of the reader's cell.
  const { window } = new JSDOM("", {
    runScripts: "outside-only",
    pretendToBeVisual: true,
    virtualConsole: new VirtualConsole(),
  });
  Object.assign(window.URL, { createObjectURL: () => "" });
  addMeasures(window);
  window.eval(await readFile(bundle, "utf8"));
  return { document: window.document, plotly: (window as unknown as { Plotly: Plotly }).Plotly };
}

/** jsdom lays nothing out: every box would be empty, and plotly would leave no room for legends and labels. */
function addMeasures(window: DOMWindow): void {
  Object.assign(window.SVGElement.prototype, {
    getBBox(this: Element) {
      return boxOf(this);
    },
    getBoundingClientRect(this: Element) {
      const { x, y, width, height } = outerBoxOf(this);
      return { x, y, width, height, left: x, top: y, right: x + width, bottom: y + height };
    },
    getComputedTextLength(this: Element) {
      return boxOf(this).width;
    },
    getTotalLength(this: Element) {
      return straightPath(this.getAttribute("d") ?? "").length;
    },
    getPointAtLength(this: Element, distance: number) {
      return straightPath(this.getAttribute("d") ?? "").at(distance);
    },
  });
}
