import { describe, expect, test } from "vitest";
import { narrowLayout } from "../../../src/report/page/narrow-layout.js";

// Ten pixels a character.
const measure = (text: string) => text.length * 10;
const narrow = (layout: Record<string, unknown>) =>
  narrowLayout(layout, 328, 300, measure) as {
    title: { text: string };
    margin: Record<string, number>;
    annotations?: { text: string }[];
    yaxis: { title?: { text: string } };
    height: number;
  };

describe("a figure's layout in a narrow box", () => {
  test("breaks the title between words, counts what an escaped sign shows, and makes room", () => {
    const { title, margin, height } = narrow({
      title: { text: "Stated probability and what<br>happened &lt;&lt;" },
      margin: { t: 72 },
    });
    expect(title.text).toBe("Stated probability and what<br>happened &lt;&lt;");
    expect([margin.t, height]).toEqual([72, 300]);
    const longer = narrow({ title: "Stated probability and what happened &lt;&lt;", margin: { t: 52 } });
    expect(longer.title.text).toBe("Stated probability and what<br>happened &lt;&lt;");
    expect([longer.margin.t, longer.height]).toEqual([72, 320]);
  });

  test("leaves a title with tags alone", () => {
    const text = "a <b>long title that</b> would need more than one line";
    expect(narrow({ title: { text } }).title.text).toBe(text);
  });

  test("lays the title of a single vertical axis above it, not of one among several", () => {
    const single = narrow({ yaxis: { title: { text: "loss (nats)" } } });
    expect(single.yaxis.title?.text).toBe("");
    expect(single.annotations?.map(({ text }) => text)).toEqual(["loss (nats)"]);
    const several = narrow({ yaxis: { title: { text: "share" } }, yaxis2: { title: { text: "rows" } } });
    expect(several.yaxis.title?.text).toBe("share");
    expect(several.annotations).toBeUndefined();
  });

  test("gives pictures the height that they fill", () => {
    const axes = { xaxis: { range: [0, 100] }, yaxis: { range: [50, 0], scaleanchor: "x" } };
    expect(narrow({ ...axes, margin: { t: 56, r: 14, b: 12, l: 14 } }).height).toBe(56 + 150 + 12);
  });

  test("changes nothing in what it is given", () => {
    const layout = { title: { text: "a" }, yaxis: { title: { text: "b" } }, annotations: [] };
    const before = structuredClone(layout);
    narrow(layout);
    expect(layout).toEqual(before);
  });
});
