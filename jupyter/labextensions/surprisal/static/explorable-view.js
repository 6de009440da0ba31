// An explorable, known by its name and drawn here, or a cell's own and computed by the kernel.
import { checkControls } from "./dist/figures/explorables/check-controls.js";
import { startValues } from "./dist/figures/explorables/explorable.js";
import { explorables } from "./dist/figures/explorables/registry.js";
import { KernelLink } from "./kernel-link.js";
import { SliderPanel } from "./slider-panel.js";

const stale = "Stale: as it was last computed. Run this cell to move the sliders.";
const patience = 300; // ms

export class ExplorableView {
  #node;
  #session;
  #shown;
  #definition = "";

  constructor(node) {
    this.#node = node;
  }

  /** Told once the output stands in a notebook or a console: their session, undefined elsewhere. */
  attach(session) {
    this.#session ??= session;
    this.#shown?.attach?.(session);
  }

  async show(bundle, output) {
    const { name, title, sliders, values } = typeof bundle === "object" && bundle !== null ? bundle : {};
    const definition = JSON.stringify(name === undefined ? { title, sliders } : { name, values });
    if (definition !== this.#definition || !this.#shown) {
      this.dispose();
      this.#definition = definition;
      try {
        this.#shown = name === undefined ? new Computed({ title, sliders }, values) : new Drawn(name, values);
      } catch (error) {
        this.#node.textContent = output.text || String(error);
        return;
      }
      this.#node.replaceChildren(this.#shown.panel.node);
      this.#shown.attach?.(this.#session);
    }
    await this.#shown.show(output, values);
  }

  dispose() {
    this.#shown?.dispose();
    this.#shown = undefined;
  }
}

/** Drawn by the very function that the package has. */
class Drawn {
  constructor(name, values) {
    if (!Object.hasOwn(explorables, name)) throw new Error(`There is no explorable ${JSON.stringify(name)}.`);
    this.explorable = explorables[name];
    this.panel = new SliderPanel(this.explorable, startValues(this.explorable, values), () => void this.show());
  }

  show() {
    const figure = this.explorable.figure(this.panel.values);
    return this.panel.show(figure, figure.text);
  }

  dispose() {
    this.panel.dispose();
  }
}

/** Computed by the kernel: each answer takes the place of the output, so that the last one is what is saved. */
class Computed {
  #title;
  #link;
  #output;
  /** Whether an answer is due, and whether the sliders were moved meanwhile. */
  #isAsked = false;
  #isMoved = false;
  #slow;

  constructor(controls, values) {
    checkControls(controls);
    this.#title = controls.title;
    this.panel = new SliderPanel(controls, startValues(controls, values), () => this.#ask());
    this.#stop();
  }

  attach(session) {
    if (!session || this.#link) return;
    this.#link = new KernelLink(session, this.#title, {
      hear: (message) => this.#hear(message),
      fail: (words) => this.#answered(`The figure could not be computed: ${words}`),
      lose: () => this.#stop(),
    });
  }

  show(output, values) {
    this.#output = output;
    // Who moves a slider is not to find it put back by the answer to where it was before.
    if (!this.#isAsked) this.panel.values = values;
    return this.panel.show(output.figure, output.text);
  }

  /** Asks for one figure at a time; of all that is passed over meanwhile only the last. */
  #ask() {
    this.#isMoved = this.#isAsked;
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#slow ??= setTimeout(() => {
      this.panel.note = "The kernel is computing.";
    }, patience);
    this.#link.send({ values: this.panel.values });
  }

  #hear({ ready, bundle }) {
    if (ready) {
      this.panel.isEnabled = true;
      this.panel.note = "";
      return;
    }
    this.#answered("");
    this.#output.replace(bundle);
  }

  #answered(note) {
    this.#isAsked = false;
    if (this.#isMoved) this.#ask();
    else this.#endWait(note);
  }

  #stop() {
    this.#isAsked = this.#isMoved = false;
    this.panel.isEnabled = false;
    this.#endWait(stale);
  }

  #endWait(note) {
    clearTimeout(this.#slow);
    this.#slow = undefined;
    this.panel.note = note;
  }

  dispose() {
    clearTimeout(this.#slow);
    this.#link?.dispose();
    this.panel.dispose();
  }
}
