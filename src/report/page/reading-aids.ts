/**
 * Marks in the contents which section is being read, and lets the keyboard reach what scrolls in a box of its own.
 *
 * Runs in the reader's browser: the page holds this function's text, so it may use nothing from outside itself.
 */
export function readingAids(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>(".contents a")];
  const sections = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let current: HTMLAnchorElement | undefined;
  function mark(): void {
    // At the end of the page the last section is read, wherever its heading stands.
    const root = document.documentElement;
    const line = scrollY + innerHeight > root.scrollHeight - 2 ? innerHeight : innerHeight / 4;
    const next = links.findLast((_, index) => (sections[index]?.getBoundingClientRect().top ?? Infinity) < line);
    if (next === current) return;
    current?.removeAttribute("aria-current");
    next?.setAttribute("aria-current", "true");
    current = next;
  }
  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mark();
    });
  };
  if (links.length > 0) {
    addEventListener("scroll", later, { passive: true });
    addEventListener("resize", later, { passive: true });
    mark();
  }

  const boxes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const down = target.matches(".stream") && target.scrollHeight > target.clientHeight;
      const scrolls = target.scrollWidth > target.clientWidth || down;
      if (scrolls) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  for (const box of document.querySelectorAll("pre, .scroll, .display, .drawing")) boxes.observe(box);
}
