import { JSDOM } from "jsdom";
import { describe, expect, test } from "vitest";
import { renderSite } from "../../src/report/index.js";
import { code, markdown, notebook, stdout } from "./fixtures/notebooks.js";
import { chapters, options } from "./fixtures/sample-site.js";

const files = renderSite(chapters, options);
const text = (path: string) => String(files.get(path));
const page = (path: string) => new JSDOM(text(path)).window.document;

test("a page a chapter, an index, and each shared file once", () => {
  expect([...files.keys()].filter((path) => path.endsWith(".html"))).toEqual([
    "index.html",
    "01-theory.html",
    "04-training.html",
  ]);
  expect([...files.keys()].filter((path) => path.includes("plotly"))).toEqual(["assets/plotly-cartesian.min.js"]);
});

test("the same notebooks give the same bytes", () => {
  const bytes = (content?: string | Uint8Array) => Buffer.from(content ?? "");
  for (const [path, content] of renderSite(chapters, options)) {
    expect(bytes(content).equals(bytes(files.get(path))), path).toBe(true);
  }
});

test("the index names the site and its chapters, with the question of each and what went wrong", () => {
  const { title, body } = page("index.html");
  expect(title).toBe("Surprisal");
  const [theory, training] = body.querySelectorAll(".chapters > li");
  expect(theory.querySelector("a")?.getAttribute("href")).toBe("01-theory.html");
  expect(theory.textContent).toContain("Why is the loss a logarithm");
  expect(training.textContent).toContain("stopped in cell 4");
});

test("a chapter that failed says so on top, and leads to the cell", () => {
  const document = page("04-training.html");
  const notice = document.querySelector(".notice");
  expect(notice?.textContent).toContain("stopped in cell 4: RangeError");
  const id = notice?.querySelector("a")?.hash.slice(1) ?? "";
  expect(document.getElementById(id)?.textContent).toContain("rleu");
});

describe.each(["index.html", "01-theory.html", "04-training.html"])("%s", (path) => {
  const document = page(path);

  test("has one title, one main part, and no id twice", () => {
    expect(document.querySelectorAll("h1, main")).toHaveLength(2);
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  test("leads nowhere in vain", () => {
    for (const link of document.querySelectorAll("a[href], link[rel=stylesheet]")) {
      const [file, fragment] = (link.getAttribute("href") ?? "").split("#");
      expect([...files.keys()], link.outerHTML).toContain(decodeURIComponent(file) || path);
      const target = file ? page(decodeURIComponent(file)) : document;
      if (fragment) expect(target.getElementById(decodeURIComponent(fragment)), link.outerHTML).not.toBeNull();
    }
  });

  test("names no other host", () => {
    const addresses = text(path).match(/\b(?:src|href|action|data|poster)="(?:https?:)?\/\/[^"]*"/g);
    expect(addresses).toBeNull();
  });

  test("allows one script, by its hash, and no other host", async () => {
    const policy = document.querySelector("meta[http-equiv]")?.getAttribute("content") ?? "";
    const scripts = [...document.querySelectorAll("script:not([type='application/json'])")];
    expect(scripts).toHaveLength(1);
    const bytes = new TextEncoder().encode(scripts[0].textContent ?? "");
    const hash = Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("base64");
    expect(policy).toContain(`script-src 'sha256-${hash}' 'strict-dynamic'`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe/);
  });
});

test("a site without formulas and figures brings neither KaTeX nor plotly", () => {
  const plain = renderSite([{ name: "a", notebook: notebook(markdown("# A"), code("1", stdout("1"))) }], options);
  expect([...plain.keys()]).toEqual(["index.html", "a.html", "assets/site.css"]);
  expect(plain.get("a.html")).not.toContain("plotly-cartesian");
});

test("KaTeX's style sheet asks for WOFF2 fonts alone, and each is there", () => {
  const css = text("assets/katex/katex.css");
  const fonts = [...css.matchAll(/url\(([^)]*)\)/g)].map(([, font]) => font);
  expect(fonts).toHaveLength(20);
  for (const font of fonts) {
    expect(font).toMatch(/\.woff2$/);
    expect(
      Buffer.from(files.get(`assets/katex/${font}`) as Uint8Array)
        .subarray(0, 4)
        .toString(),
    ).toBe("wOF2");
  }
});

test("previous and next follow the order given", () => {
  const links = (path: string) => [...page(path).querySelectorAll(".turn a")].map((link) => link.getAttribute("href"));
  expect(links("01-theory.html")).toEqual(["04-training.html"]);
  expect(links("04-training.html")).toEqual(["01-theory.html"]);
});

describe("names that cannot be pages are refused", () => {
  const chapter = (name: string) => ({ name, notebook: notebook() });
  test.each([["../a"], ["a/b"], [""], ["index"], ["Index"], [".a"], ["a\\b"], ["a:b"], ["a\nb"]])("%j", (name) => {
    expect(() => renderSite([chapter("b"), chapter(name)], options)).toThrow(/^chapters\[1\]\.name is /);
  });
  test("one that comes twice", () => {
    expect(() => renderSite([chapter("a"), chapter("A")], options)).toThrow('chapters[1].name "A" comes twice.');
  });
  test("none at all", () => expect(() => renderSite([], options)).toThrow("chapters is empty"));
});

test("Chinese names and titles are pages like others", () => {
  const site = renderSite(
    [{ name: "01-交叉熵", notebook: notebook(markdown("# 交叉熵\n\n## 什么是惊讶？")) }],
    options,
  );
  expect(site.get("01-交叉熵.html")).toContain('<h2 id="什么是惊讶">');
  expect(site.get("index.html")).toContain(`href="${encodeURIComponent("01-交叉熵")}.html"`);
});
