import { expect, test } from "vitest";
import { checkControls } from "../../../src/figures/explorables/check-controls.js";
import { explorables } from "../../../src/figures/explorables/registry.js";

const slider = { name: "t", label: "temperature", min: 0.1, max: 5, step: 0.1, value: 1 };

test("takes the explorables of the library, and as good a one of one's own", () => {
  for (const explorable of Object.values(explorables)) expect(() => checkControls(explorable)).not.toThrow();
  expect(() => checkControls({ title: "Softmax", sliders: [slider] })).not.toThrow();
});

test.each<[unknown, string]>([
  [undefined, "explorable: title is undefined; expected a few words"],
  [{ title: "", sliders: [slider] }, 'explorable: title is ""; expected a few words'],
  [{ title: "x" }, "explorable: sliders is undefined; expected an array of one slider or more"],
  [{ title: "x", sliders: [] }, "explorable: sliders is an Array of 0; expected an array of one slider or more"],
  [{ title: "x", sliders: [null] }, "explorable: sliders[0].name is undefined; expected a text"],
  [{ title: "x", sliders: [{ ...slider, label: 3 }] }, "explorable: sliders[0].label is 3; expected a text"],
  [{ title: "x", sliders: [{ ...slider, step: "1" }] }, 'explorable: t: step is "1"; expected a finite number'],
  [{ title: "x", sliders: [{ ...slider, max: 1 / 0 }] }, "explorable: t: max is Infinity; expected a finite number"],
  [{ title: "x", sliders: [{ ...slider, min: 5 }] }, "explorable: t: min is 5 and max 5; expected a lower min"],
  [{ title: "x", sliders: [{ ...slider, step: 0 }] }, "explorable: t: step is 0; expected more than 0"],
  [{ title: "x", sliders: [{ ...slider, value: 6 }] }, "explorable: t: value is 6; expected 0.1 to 5"],
  [{ title: "x", sliders: [slider, slider] }, 'explorable: two sliders are named "t"'],
])("refuses %j", (explorable, message) => {
  expect(() => checkControls(explorable)).toThrow(message);
});
