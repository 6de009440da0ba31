import type { Drawn } from "./drawn.js";

/** The element as XML; ids, and references to them, by the names given. */
export function serialize({ name, attributes, children }: Drawn, ids: ReadonlyMap<string, string>): string {
  const written = [...attributes].map(([key, value]) => ` ${key}="${escapeXml(renamed(key, value, ids))}"`).join("");
  const content = children.map((child) => (typeof child === "string" ? escapeXml(child) : serialize(child, ids)));
  return content.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${content.join("")}</${name}>`;
}

/** Characters that mean something in XML, and those it forbids. */
export function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 does not allow
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
  );
}

function renamed(key: string, value: string, ids: ReadonlyMap<string, string>): string {
  if (key === "id") return ids.get(value) ?? value;
  if (key !== "clip-path") return value;
  return value.replace(/url\(["']?#([^"')]+)["']?\)/, (_, id: string) => `url(#${ids.get(id) ?? id})`);
}
