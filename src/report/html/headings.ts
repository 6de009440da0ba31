export interface Heading {
  level: number;
  id: string;
  text: string;
}

/** Gives each heading of the fragment an id and makes its text a link to itself; returns them in order. */
export function linkHeadings(fragment: DocumentFragment, slug: (text: string) => string): Heading[] {
  return [...fragment.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((heading) => {
    const text = (heading.textContent ?? "").replace(/\s+/g, " ").trim();
    heading.id = slug(text);
    if (!heading.querySelector("a")) {
      const link = fragment.ownerDocument.createElement("a");
      link.href = `#${heading.id}`;
      link.className = "self";
      link.append(...heading.childNodes);
      heading.append(link);
    }
    return { level: Number(heading.tagName[1]), id: heading.id, text };
  });
}
