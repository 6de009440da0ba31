// What JupyterLab is told of: two MIME types, and a widget for each that shows them and changes them in place.
import { ExplorableView } from "./explorable-view.js";
import { PlotView } from "./plot-view.js";

const plotlyType = "application/vnd.plotly.v1+json";
const explorableType = "application/vnd.surprisal.explorable.v1+json";

/**
 * @param Widget the class that JupyterLab's widgets extend
 * @returns extensions for rendered MIME types; they ask for no trust, since they run nothing that a notebook holds
 */
export function renderers(Widget) {
  class Output extends Widget {
    constructor(View, type) {
      super();
      this.addClass("surprisal-output");
      this.type = type;
      this.view = new View(this.node);
      // JupyterLab would take the arrow keys of a slider for its own; its shortcuts with Ctrl still reach it.
      this.node.addEventListener("keydown", (event) => {
        if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
      });
    }

    /** Called again, on the same widget, when the output is updated. */
    async renderModel(model) {
      const { data } = model;
      await this.view.show(data[this.type], {
        figure: data[plotlyType],
        text: plain(data["text/plain"]),
        svg: plain(data["image/svg+xml"]),
        replace: (bundle) => model.setData({ data: bundle }),
      });
    }

    onAfterAttach(message) {
      super.onAfterAttach(message);
      this.view.attach?.(sessionOf(this));
    }

    dispose() {
      if (!this.isDisposed) this.view.dispose();
      super.dispose();
    }
  }

  const extension = (id, type, View, rank) => ({
    id: `surprisal:${id}`,
    description: `Shows ${type}.`,
    rank,
    dataType: "json",
    rendererFactory: { safe: true, mimeTypes: [type], createRenderer: () => new Output(View, type) },
  });
  // An explorable brings a plotly figure along for those who cannot show it: the lower rank is preferred.
  return [extension("explorable", explorableType, ExplorableView, 0), extension("figure", plotlyType, PlotView, 1)];
}

/** The session of the notebook or the console that a widget stands in. */
function sessionOf(widget) {
  for (let place = widget; place; place = place.parent) if (place.sessionContext) return place.sessionContext;
  return undefined;
}

function plain(text) {
  return Array.isArray(text) ? text.join("") : (text ?? "");
}
