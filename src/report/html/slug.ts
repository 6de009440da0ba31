/**
 * The fragment a heading is linked by: its letters and digits in lower case, joined by hyphens.
 *
 * The same text always gives the same slug, and so does the fragment JupyterLab makes of a heading
 * (`Cross-entropy,-in-bits`), so that links between notebooks work in both places.
 */
export function slugify(text: string): string {
  const words = text
    .normalize("NFC")
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}_]+/gu);
  return words ? words.join("-") : "section";
}

/** Gives every heading of a page a slug of its own: the second "Exercise" becomes `exercise-2`. */
export function slugRegister(taken: readonly string[] = []): (text: string) => string {
  const used = new Set(taken);
  return (text) => {
    const slug = slugify(text);
    let unique = slug;
    for (let count = 2; used.has(unique); count++) unique = `${slug}-${count}`;
    used.add(unique);
    return unique;
  };
}
