import { percentDecoded } from "./percent-decoded.js";

/** Pictures a cell may bring along: those that are data, not scripts or addresses. */
const embedded = /^data:image\/(?:png|jpeg|gif|webp);base64,[\w+/=\s]*$/i;

/**
 * Keeps the pictures that are embedded or attached to the cell, and puts the words of the others in their place:
 * a page of the site asks nobody for anything.
 *
 * `attachments` maps the names in `attachment:name` to data URLs.
 */
export function keepPictures(fragment: DocumentFragment, attachments: ReadonlyMap<string, string>): void {
  for (const picture of fragment.querySelectorAll("img")) {
    const source = picture.getAttribute("src") ?? "";
    const url = source.startsWith("attachment:") ? (attachments.get(percentDecoded(source.slice(11))) ?? "") : source;
    if (embedded.test(url)) {
      picture.src = url;
      if (!picture.hasAttribute("alt")) picture.alt = "";
    } else {
      const words = fragment.ownerDocument.createElement("em");
      words.textContent = `[picture: ${picture.alt || "not part of the notebook"}]`;
      picture.replaceWith(words);
    }
  }
}
