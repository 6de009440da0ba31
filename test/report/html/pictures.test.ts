import { expect, test } from "vitest";
import { keepPictures } from "../../../src/report/html/pictures.js";
import { sanitizeHtml, serialize } from "../../../src/report/html/sanitize.js";

function kept(html: string): string {
  const fragment = sanitizeHtml(html);
  keepPictures(fragment, new Map([["a b.png", "data:image/png;base64,AAAA"]]));
  return serialize(fragment);
}

test("embedded and attached pictures stay", () => {
  expect(kept('<img src="data:image/png;base64,AAAA" alt="dot">')).toBe(
    '<img src="data:image/png;base64,AAAA" alt="dot">',
  );
  expect(kept('<img src="attachment:a%20b.png" alt="">')).toBe('<img src="data:image/png;base64,AAAA" alt="">');
});

test.each([
  ["https://example.org/a.png"],
  ["//example.org/a.png"],
  ["a.png"],
  ["data:image/svg+xml;base64,AAAA"],
  ["attachment:missing.png"],
  ["attachment:%zz"],
])("of %s only its words stay", (source) => {
  expect(kept(`<img src="${source}" alt="a &lt;cat>" srcset="https://example.org/b.png 2x">`)).toBe(
    "<em>[picture: a &lt;cat&gt;]</em>",
  );
});
