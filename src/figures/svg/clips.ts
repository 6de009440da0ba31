import type { Drawn } from "./drawn.js";

/** The drawing without clip paths that nobody uses, and without the legend's, which only serves scrolling. */
export function withUsedClips(drawing: Drawn): Drawn {
  const free = mapped(drawing, withoutLegendClip);
  const used = new Set(references(free));
  const isUnused = ({ name, attributes }: Drawn) => name === "clipPath" && !used.has(attributes.get("id") ?? "");
  const isEmpty = ({ name, children }: Drawn) => ["defs", "g"].includes(name) && children.length === 0;
  return mapped(free, (drawn) => ({
    ...drawn,
    children: drawn.children.filter((child) => typeof child === "string" || !(isUnused(child) || isEmpty(child))),
  }));
}

/** New names for the clip paths: plotly's are random. */
export function newIds(parts: readonly Drawn[], prefix: string): Map<string, string> {
  const ids = new Map<string, string>();
  for (const part of parts) {
    for (const { name, attributes } of withDescendants(part)) {
      const id = attributes.get("id");
      if (name === "clipPath" && id !== undefined) ids.set(id, `${prefix}-${ids.size + 1}`);
    }
  }
  return ids;
}

function withoutLegendClip(drawn: Drawn): Drawn {
  if (!referenceOf(drawn)?.startsWith("legend")) return drawn;
  const attributes = new Map(drawn.attributes);
  attributes.delete("clip-path");
  return { ...drawn, attributes };
}

function references(drawn: Drawn): string[] {
  return withDescendants(drawn)
    .map(referenceOf)
    .filter((id) => id !== undefined);
}

function referenceOf({ attributes }: Drawn): string | undefined {
  return /^url\(["']?#([^"')]+)["']?\)$/.exec(attributes.get("clip-path") ?? "")?.[1];
}

function withDescendants(drawn: Drawn): Drawn[] {
  return [drawn, ...drawn.children.flatMap((child) => (typeof child === "string" ? [] : withDescendants(child)))];
}

/** Changes every element, the inner ones first. */
function mapped(drawn: Drawn, change: (drawn: Drawn) => Drawn): Drawn {
  const children = drawn.children.map((child) => (typeof child === "string" ? child : mapped(child, change)));
  return change({ ...drawn, children });
}
