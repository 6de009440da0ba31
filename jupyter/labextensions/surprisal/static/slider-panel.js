// Sliders, the figure that they change, the sentence that says in words what the figure shows, and a note about it all.
import { PlotView } from "./plot-view.js";

const style = `
.surprisal-explorable { color: var(--jp-content-font-color1); font-family: var(--jp-content-font-family); padding: 4px; }
.surprisal-explorable label { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; max-width: 640px; }
.surprisal-explorable input { flex: 1 1 200px; min-width: 0; min-height: 24px; accent-color: var(--jp-brand-color1); }
.surprisal-explorable output { min-width: 4em; font-variant-numeric: tabular-nums; }
.surprisal-explorable p { margin: 4px 0; min-height: 2.6em; }
.surprisal-explorable p.note { min-height: 1.3em; color: var(--jp-content-font-color2); }
`;

let isStyled = false;

export class SliderPanel {
  node = element("div");
  #plot = element("div");
  #view = new PlotView(this.#plot);
  #sentence = element("p", { "aria-live": "polite" });
  #note = element("p", { class: "note", role: "status" });
  #rows;

  /** @param onChange called with where the sliders stand, by their names, when the reader has moved one */
  constructor({ title, sliders }, values, onChange) {
    if (!isStyled) document.head.append(element("style", {}, style));
    isStyled = true;
    this.#rows = sliders.map((slider) => new SliderRow(slider, values[slider.name], () => onChange(this.values)));
    this.node.className = "surprisal-explorable";
    this.node.setAttribute("role", "group");
    this.node.setAttribute("aria-label", title);
    this.node.append(...this.#rows.map(({ node }) => node), this.#plot, this.#sentence);
  }

  get values() {
    return Object.fromEntries(this.#rows.map(({ name, input }) => [name, input.valueAsNumber]));
  }

  set values(values) {
    for (const row of this.#rows) row.value = values[row.name];
  }

  set isEnabled(isEnabled) {
    for (const { input } of this.#rows) input.disabled = !isEnabled;
  }

  /** Stands between the sliders and the figure, once there has been something to say. */
  set note(words) {
    if (words && !this.#note.isConnected) this.#plot.before(this.#note);
    if (this.#note.textContent !== words) this.#note.textContent = words;
  }

  show(figure, text) {
    this.#sentence.textContent = text;
    return this.#view.show(figure, { text });
  }

  dispose() {
    this.#view.dispose();
  }
}

/** A slider with its label and the number it stands at. */
class SliderRow {
  #shown = element("output");

  constructor({ name, label, min, max, step }, value, onChange) {
    this.name = name;
    this.node = element("label", {}, label);
    this.input = element("input", { type: "range", min, max, step });
    this.value = value;
    this.input.addEventListener("input", () => {
      this.#shown.textContent = this.input.value;
      onChange();
    });
    this.node.append(this.input, this.#shown);
  }

  set value(value) {
    this.input.value = String(value);
    this.#shown.textContent = this.input.value;
  }
}

function element(tag, attributes = {}, text = "") {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.textContent = text;
  return made;
}
