const number = /^[-−+±<>≤≥≈~]?\s?[\d.][\d.,\u2009\u202f\u00a0 ]*(?:e[-−+]?\d+)?(?:\s?\p{L}{1,5}|\s?[%‰×])?$/iu;
const nothing = /^(?:|[-–—]|NaN|null|undefined|[-−+]?(?:Infinity|∞))$/i;

/**
 * Makes tables fit to be read: each scrolls inside a box of its own when it is wider than the screen, and columns of
 * numbers stand flush right with their headings.
 */
export function readableTables(fragment: DocumentFragment): void {
  for (const table of fragment.querySelectorAll("table")) {
    alignNumbers(table);
    const box = fragment.ownerDocument.createElement("div");
    box.className = "scroll";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", table.caption?.textContent?.trim() || "Table");
    table.replaceWith(box);
    box.append(table);
  }
}

function alignNumbers(table: HTMLTableElement): void {
  for (const cell of table.querySelectorAll("[align]")) {
    const side = cell.getAttribute("align")?.toLowerCase();
    cell.removeAttribute("align");
    if (side === "right") cell.classList.add("number");
    else if (side === "left") cell.classList.add("text");
    else if (side === "center") cell.classList.add("middle");
  }
  // A cell that spans others makes columns ambiguous: such a table keeps the alignment it asked for.
  if (table.querySelector("[colspan], [rowspan]")) return;
  const head = [...table.querySelectorAll("thead tr")].map((row) => [...row.children]);
  const body = [...table.querySelectorAll("tbody tr")].map((row) => [...row.children]);
  const columns = Math.max(0, ...body.map((row) => row.length));
  for (let column = 0; column < columns; column++) {
    const words = body.map((row) => row[column]?.textContent?.trim() ?? "").filter((text) => !nothing.test(text));
    if (words.length === 0 || !words.every((text) => number.test(text))) continue;
    for (const row of [...head, ...body]) {
      const cell = row[column];
      if (cell && !cell.matches(".text, .middle")) cell.classList.add("number");
    }
  }
}
