import type { Drawn } from "./drawn.js";

/** Attributes that an element takes over from the group it stands in. */
const inherited = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-opacity",
  "stroke-width",
  "stroke-dasharray",
  "font-size",
  "font-weight",
  "font-style",
  "text-anchor",
  "shape-rendering",
];

/**
 * The same picture in fewer bytes: groups that do nothing are dissolved, what all children of a group say is said once
 * by the group, and a shifted text stands at its place.
 */
export function compact(drawn: Drawn): Drawn {
  const children = dissolved(drawn.children.map((child) => (typeof child === "string" ? child : compact(child))));
  const result = { ...drawn, attributes: new Map(drawn.attributes), children };
  if (result.name === "text") place(result);
  if (result.name !== "g") return result;
  hoist(result);
  result.children = dissolved(children);
  const [only, ...others] = result.children;
  if (typeof only !== "object" || others.length > 0) return result;
  return merged(result, only) ?? result;
}

function dissolved(children: Drawn["children"]): Drawn["children"] {
  return children.flatMap((child) =>
    typeof child === "object" && child.name === "g" && child.attributes.size === 0 ? child.children : [child],
  );
}

function hoist(group: Drawn): void {
  const children = group.children.filter((child) => typeof child !== "string");
  for (const name of inherited) {
    const value = children[0]?.attributes.get(name);
    if (value === undefined || !children.every(({ attributes }) => attributes.get(name) === value)) continue;
    group.attributes.set(name, value);
    for (const { attributes } of children) attributes.delete(name);
  }
}

/** A group around one element, in one: unless both say the same thing differently. */
function merged(group: Drawn, child: Drawn): Drawn | undefined {
  const both = ["transform", "clip-path", "opacity"];
  const clash = both.some((name) => group.attributes.has(name) && both.some((other) => child.attributes.has(other)));
  if (clash || (child.name !== "g" && group.attributes.has("clip-path"))) return undefined;
  return { ...child, attributes: new Map([...group.attributes, ...child.attributes]) };
}

function place({ attributes, children }: Drawn): void {
  const shift = /^translate\(([-\d.]+),([-\d.]+)\)$/.exec(attributes.get("transform") ?? "");
  if (!shift || children.some((child) => typeof child !== "string")) return;
  for (const [i, name] of ["x", "y"].entries()) {
    attributes.set(name, String(Number((Number(attributes.get(name) ?? 0) + Number(shift[i + 1])).toFixed(2))));
  }
  attributes.delete("transform");
}
