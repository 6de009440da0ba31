// An explorable: sliders, the figure that they change, and the sentence that says in words what the figure shows.
import { startValues } from "./dist/figures/explorables/explorable.js";
import { explorables } from "./dist/figures/explorables/registry.js";
import { PlotView } from "./plot-view.js";

const style = `
.surprisal-explorable { color: var(--jp-content-font-color1); font-family: var(--jp-content-font-family); padding: 4px; }
.surprisal-explorable label { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; max-width: 640px; }
.surprisal-explorable input { flex: 1 1 200px; min-height: 24px; accent-color: var(--jp-brand-color1); }
.surprisal-explorable output { min-width: 4em; font-variant-numeric: tabular-nums; }
.surprisal-explorable p { margin: 4px 0; min-height: 2.6em; }
`;

let isStyled = false;

export class ExplorableView {
  #node = document.createElement("div");
  #plot;

  constructor(node) {
    if (!isStyled) document.head.append(element("style", {}, style));
    isStyled = true;
    this.#node.className = "surprisal-explorable";
    node.append(this.#node);
  }

  async show(bundle, { text = "" } = {}) {
    this.dispose();
    this.#plot = undefined;
    const { name, values: given } = typeof bundle === "object" && bundle !== null ? bundle : {};
    if (!Object.hasOwn(explorables, name)) {
      this.#node.replaceChildren(element("p", {}, text || `There is no explorable ${JSON.stringify(name)}.`));
      return;
    }
    const explorable = explorables[name];
    const values = startValues(explorable, given);
    const plot = element("div");
    const sentence = element("p", { "aria-live": "polite" });
    const draw = () => {
      const figure = explorable.figure(values);
      sentence.textContent = figure.text;
      return this.#plot.show(figure, { text: figure.text });
    };
    const controls = explorable.sliders.map((slider) => control(slider, values, draw));
    this.#node.replaceChildren(...controls, plot, sentence);
    this.#plot = new PlotView(plot);
    await draw();
  }

  dispose() {
    this.#plot?.dispose();
  }
}

/** A slider with its label and the number it stands at. */
function control({ name, label, min, max, step }, values, onChange) {
  const input = element("input", { type: "range", min, max, step, value: values[name] });
  const shown = element("output", {}, input.value);
  input.addEventListener("input", () => {
    values[name] = input.valueAsNumber;
    shown.textContent = input.value;
    void onChange();
  });
  const row = element("label", {}, label);
  row.append(input, shown);
  return row;
}

function element(tag, attributes = {}, text = "") {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.textContent = text;
  return made;
}
