import { describe, expect, it } from "vitest";
import { readSprite } from "../../src/data/files/read-sprite.js";
import { picturesFigure } from "../../src/figures/pictures-figure.js";
import { matrix, takeRows } from "../../src/numerics/matrix.js";

describe("picturesFigure", () => {
  const two = matrix(2, 4, Float64Array.of(1, 0, 0, 0, 0.3, 0, 0, 0));
  const options = { width: 2, captions: ["a <cat>\nsaid 0.9", "a dog"], title: "Two" };

  it("draws the dark pixels in both tones, the light ones in one", () => {
    const { shapes } = picturesFigure(two, options).layout as { shapes: { path: string }[] };
    expect(shapes.map(({ path }) => path.split("Z").length - 1)).toEqual([2, 1]);
  });

  it("says the captions in its sentence, and escapes them for plotly", () => {
    const figure = picturesFigure(two, options);
    expect(figure.text).toBe("2 pictures: a <cat>, said 0.9; a dog.");
    expect(figure.data[0]).toMatchObject({ text: ["a &lt;cat&gt;<br>said 0.9", "a dog"] });
  });

  it("keeps the largest figure of real pictures under 60 kilobytes", async () => {
    const pets = await readSprite("data/cats-dogs-silhouettes.png", {
      width: 28,
      height: 28,
      classes: [
        { name: "cat", count: 992 },
        { name: "dog", count: 997 },
      ],
    });
    const rows = Array.from({ length: 24 }, (_, i) => 80 * i);
    const figure = picturesFigure(takeRows(pets.features, rows), {
      width: 28,
      captions: rows.map(String),
      title: "Pets",
    });
    expect(JSON.stringify(figure).length).toBeLessThan(60_000);
  });

  it("names what does not fit", () => {
    expect(() => picturesFigure(matrix(0, 4), { ...options, captions: [] })).toThrow(
      "picturesFigure: there are 0 pictures; expected 1 to 24",
    );
    expect(() => picturesFigure(two, { ...options, width: 3 })).toThrow(
      "picturesFigure: width is 3; expected a whole number that divides the 4 pixels of a picture",
    );
    expect(() => picturesFigure(two, { ...options, columns: 0 })).toThrow("picturesFigure: columns is 0; expected");
    expect(() => picturesFigure(two, { ...options, captions: ["one"] })).toThrow(
      "picturesFigure: captions has length 1; expected 2 texts, one a picture",
    );
  });
});
