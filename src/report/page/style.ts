import { dark, light, properties } from "./palette.js";

/** The style sheet of every page of the site. */
export const style = `
:root {
  ${properties(light)}
  --text: Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif;
  --ui: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", sans-serif;
  --code: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) { :root { ${properties(dark)} } }

/* The page */
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1.5rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.65 var(--text); overflow-wrap: break-word; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .16em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -99rem; z-index: 3; padding: .5rem .9rem; background: var(--paper); font-family: var(--ui); }
.skip:focus { left: .5rem; top: .5rem; }
.page { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 43rem) minmax(0, 1fr); column-gap: 3rem; padding: 0 1.5rem; }
main { grid-column: 2; padding: 3rem 0 4rem; min-width: 0; }

/* The bar on top, with its two lists */
.bar { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: center; position: relative; z-index: 2;
  padding: .55rem 1.5rem; border-bottom: 1px solid var(--rule); font: .9375rem/1.5 var(--ui); }
.home { display: inline-flex; gap: .5rem; align-items: center; margin-right: auto; padding: .25rem 0; color: var(--ink); font-weight: 650; letter-spacing: -.01em; text-decoration: none; }
.home svg { width: 1.25rem; height: 1.25rem; color: var(--accent); }
.menu summary { padding: .25rem .1rem; color: var(--quiet); cursor: pointer; list-style: none; }
.menu summary::-webkit-details-marker { display: none; }
.menu summary::after { content: ""; display: inline-block; width: .4em; height: .4em; margin: 0 .1em .18em .5em; border: solid currentColor; border-width: 0 1.5px 1.5px 0; transform: rotate(45deg); }
.menu summary:hover, .menu[open] summary { color: var(--ink); }
.menu ol { position: absolute; top: calc(100% - 1px); right: 1rem; width: min(24rem, calc(100vw - 2rem)); max-height: 75vh; overflow-y: auto;
  margin: 0; padding: .5rem; list-style: none; background: var(--paper); border: 1px solid var(--rule); border-radius: 0 0 10px 10px; box-shadow: 0 12px 32px rgb(0 0 0 / .14); }
.menu li a { display: block; padding: .4rem .6rem; border-radius: 6px; color: var(--ink); text-decoration: none; }
.menu li a:hover { background: var(--wash); }
.menu li a[aria-current] { background: var(--wash); font-weight: 600; }
.menu .deeper a { padding-left: 1.5rem; color: var(--quiet); }
.ordinal { display: inline-block; min-width: 1.9em; color: var(--quiet); font-variant-numeric: tabular-nums; font-weight: 400; }

/* Contents in the margin of a wide screen */
.contents { grid-column: 1; justify-self: end; align-self: start; position: sticky; top: 1.5rem; width: 100%; max-width: 14rem; max-height: calc(100vh - 3rem);
  overflow-y: auto; margin-top: 3.4rem; font: .84375rem/1.4 var(--ui); }
.contents ol { margin: 0; padding: 0; list-style: none; }
.contents a { display: block; padding: .28rem .8rem; border-left: 2px solid var(--rule); color: var(--quiet); text-decoration: none; }
.contents .deeper a { padding-left: 1.6rem; }
.contents a:hover { color: var(--ink); }
.contents a[aria-current] { border-color: var(--accent); color: var(--ink); }
.narrow { display: none; }

/* Running text */
h1, h2, h3, h4, h5, h6 { font-family: var(--ui); text-wrap: balance; letter-spacing: -.012em; }
h1 { margin: 0 0 .6rem; font-size: clamp(1.9rem, 1.4rem + 2.4vw, 2.6rem); line-height: 1.12; font-weight: 720; letter-spacing: -.025em; }
h2 { margin: 3.2rem 0 .8rem; font-size: 1.45rem; line-height: 1.25; font-weight: 680; }
h3 { margin: 2.2rem 0 .6rem; font-size: 1.15rem; line-height: 1.3; font-weight: 650; }
h4, h5, h6 { margin: 1.8rem 0 .5rem; font-size: 1rem; font-weight: 650; }
.self { color: inherit; text-decoration: none; }
.self:hover::after, .self:focus-visible::after { content: " #"; color: var(--quiet); font-weight: 400; }
h1 + p, .lede { margin: 0 0 2rem; color: var(--quiet); font-size: 1.25rem; line-height: 1.5; text-wrap: pretty; }
p { margin: 0 0 1.1rem; text-wrap: pretty; }
main ul, main ol { margin: 0 0 1.1rem; padding-left: 1.5rem; }
main li { margin: .3rem 0; }
main li > p { margin-bottom: .5rem; }
main li::marker { color: var(--quiet); font-variant-numeric: tabular-nums; }
blockquote { margin: 1.6rem 0; padding: .1rem 0 .1rem 1.2rem; border-left: 3px solid var(--rule); color: var(--quiet); }
blockquote > :last-child, .alert > :last-child { margin-bottom: 0; }
.alert { margin: 1.6rem 0; padding: .9rem 1.1rem; border-left: 4px solid var(--accent); border-radius: 0 8px 8px 0; background: var(--wash); }
.alert-success { border-color: var(--good); } .alert-warning, .alert-danger { border-color: var(--bad); }
.surprisal-exercise { padding: .7rem 1.1rem; border-left: 4px solid var(--good); border-radius: 0 8px 8px 0; background: var(--wash); font: .9375rem/1.5 var(--ui); }
.surprisal-exercise.bad { border-color: var(--bad); background: var(--bad-wash); }
.surprisal-progress { color: var(--quiet); font: .9rem/1.5 var(--ui); } .surprisal-progress progress { width: 8rem; accent-color: var(--accent); vertical-align: middle; }
hr { margin: 2.5rem 0; border: 0; border-top: 1px solid var(--rule); }
img { max-width: 100%; height: auto; }
mark { background: color-mix(in srgb, var(--accent) 18%, transparent); color: inherit; }
kbd, :not(pre) > code { padding: .1em .3em; border-radius: 4px; background: var(--wash); }
kbd { border: 1px solid var(--rule); }
code, kbd, samp, pre { font-family: var(--code); font-size: .86em; font-variant-ligatures: none; }
details:not(.menu) { margin: 1.1rem 0; } details:not(.menu) > summary { cursor: pointer; font-family: var(--ui); }

/* Formulas */
.katex { font-size: 1.12em; }
.display { display: block; overflow-x: auto; overflow-y: hidden; padding: .3rem 0; margin: 1.2rem 0; text-align: center; }
.display .katex-display { margin: 0; }
p > .display:first-child { margin-top: 0; } p > .display:last-child { margin-bottom: 0; }
.bad-math { color: var(--bad); }

/* Code and what came out of it */
pre { margin: 0; overflow-x: auto; line-height: 1.58; tab-size: 2; }
pre code { font-size: inherit; }
pre.code, .stream { padding: .9rem 1.1rem; border-radius: 8px; font-size: .84375rem; }
main > pre, main > div > pre { margin: 1.5rem 0; }
.cell { margin: 1.7rem 0; }
.cell > pre.code { margin: 0; }
.outputs > * { margin: 1.1rem 0 0; }
.stream { border: 1px solid var(--rule); max-height: 32rem; overflow: auto; }
.outputs > .stream { margin-top: .5rem; }
.cell > pre.code:has(+ .outputs > .stream:first-child) { border-radius: 8px 8px 0 0; }
.cell > pre.code + .outputs > .stream:first-child { margin-top: 0; border-top: 0; border-radius: 0 0 8px 8px; }
.stderr { border-color: color-mix(in srgb, var(--bad) 35%, var(--rule)); color: var(--bad); }
pre .keyword { color: var(--keyword); } pre .string { color: var(--string); } pre .number { color: var(--number); }
pre .comment { color: var(--comment); font-style: italic; } pre .call { color: var(--call); } pre .type { color: var(--type); }
.error, .notice { padding: .8rem 1.1rem; border-left: 4px solid var(--bad); border-radius: 0 8px 8px 0; background: var(--bad-wash); font: .9375rem/1.5 var(--ui); }
.error p, .notice p { margin: 0; } .error strong, .notice strong { color: var(--bad); }
.error pre { margin-top: .6rem; font-size: .8125rem; }
.notice { margin: 0 0 2rem; }
.note { color: var(--quiet); font: .875rem/1.5 var(--ui); }
.rich > :last-child { margin-bottom: 0; }

/* Tables */
.scroll { overflow-x: auto; margin: 1.5rem 0; }
.outputs .scroll { margin: 1.1rem 0 0; }
table { border-collapse: collapse; min-width: 60%; font: .9rem/1.45 var(--ui); }
caption { padding: 0 .2rem .4rem; color: var(--quiet); text-align: left; }
th, td { padding: .38rem .8rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: baseline; }
thead th { border-bottom: 1.5px solid var(--quiet); color: var(--quiet); font-weight: 600; vertical-align: bottom; text-wrap: balance; }
:is(th, td):first-child { padding-left: .2rem; }
tbody th { font-weight: 500; }
.number:is(td, th) { text-align: right; font-variant-numeric: tabular-nums; } td.number { white-space: nowrap; } .middle { text-align: center; }

/* Figures: a drawing, in whose place the script puts plotly's */
figure { margin: 2rem 0; }
.outputs > figure { margin: 1.4rem 0 0; }
.drawing { overflow-x: auto; margin: 0; }
.drawing svg { display: block; width: 100%; height: auto; color: var(--ink); font-family: var(--ui); }
.drawn .drawing { display: none; }
.plot { width: 100%; }
figcaption { max-width: 38rem; margin-top: .5rem; color: var(--quiet); font: .9rem/1.5 var(--ui); text-wrap: pretty; }

/* What scrolls in its own box shows a shade where there is more */
.scroll, .display, .drawing, pre.code {
  --under: var(--paper); --shade: color-mix(in srgb, var(--ink) 16%, transparent);
  background: linear-gradient(to right, var(--under) 40%, transparent) left / 2rem 100% no-repeat local,
    linear-gradient(to left, var(--under) 40%, transparent) right / 2rem 100% no-repeat local,
    linear-gradient(to right, var(--shade), transparent) left / .6rem 100% no-repeat scroll,
    linear-gradient(to left, var(--shade), transparent) right / .6rem 100% no-repeat scroll, var(--under);
}
pre.code { --under: var(--wash); }
.alert :is(.scroll, .display) { --under: var(--wash); }
.plate .drawing { --under: #fff; --shade: rgb(0 0 0 / .16); border-radius: 8px; }

/* The way on */
.turn { display: flex; flex-wrap: wrap; gap: 1rem; justify-content: space-between; margin-top: 4.5rem; padding-top: 1.2rem; border-top: 1px solid var(--rule); font: 1rem/1.4 var(--ui); }
.turn a { display: block; flex: 0 1 20rem; padding: .2rem 0; font-weight: 600; text-decoration: none; }
.turn a:hover .to { text-decoration: underline; }
.turn small { display: block; color: var(--quiet); font-weight: 400; }
.turn .next { margin-left: auto; text-align: right; }

/* The index */
.cover h1 { font-size: clamp(2.2rem, 1.6rem + 3vw, 3.2rem); }
.chapters { margin: 2.5rem 0 0 !important; padding: 0 !important; list-style: none; border-top: 1px solid var(--rule); }
.chapters > li { display: grid; grid-template-columns: 2.6rem minmax(0, 1fr); margin: 0; padding: 1.1rem 0; border-bottom: 1px solid var(--rule); }
.chapters .ordinal { padding-top: .1rem; font: 1rem/1.5 var(--ui); font-variant-numeric: tabular-nums; }
.chapters h2 { margin: 0; font-size: 1.15rem; line-height: 1.35; }
.chapters h2 a { text-decoration: none; } .chapters h2 a:hover { text-decoration: underline; }
.chapters p { margin: .25rem 0 0; color: var(--quiet); font-size: 1rem; line-height: 1.55; }
.chapters .stopped { color: var(--bad); font: .875rem/1.5 var(--ui); }

@media (max-width: 74rem) {
  .page { grid-template-columns: minmax(0, 1fr) minmax(0, 43rem) minmax(0, 1fr); column-gap: 0; }
  .contents { display: none; }
  .narrow { display: block; }
}
@media (max-width: 40rem) {
  body { font-size: 1rem; line-height: 1.6; }
  .page { padding: 0 1rem; } .bar { padding: .4rem 1rem; gap: .25rem .75rem; font-size: .875rem; } .home svg { width: 1.1rem; height: 1.1rem; }
  main { padding: 1.75rem 0 3rem; }
  h1 + p, .lede { font-size: 1.125rem; margin-bottom: 1.5rem; }
  h2 { margin-top: 2.4rem; font-size: 1.3rem; }
  pre.code, .stream { padding: .75rem .85rem; font-size: .8125rem; }
  /* Short texts stay in one line, long ones break late: a table that is wider than the screen scrolls in its box. */
  table { width: max-content; min-width: 100%; }
  th, td { max-width: 11.5em; padding: .35rem .6rem; }
  td.number, :is(th, td):has(pre, img, svg) { max-width: none; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media (forced-colors: active) { .contents a[aria-current] { border-color: Highlight; } }
@media print {
  :root { ${properties(light)} --paper: #fff; color-scheme: light; }
  @page { margin: 20mm 18mm; }
  .bar, .contents, .turn, .skip { display: none; }
  .page { display: block; padding: 0; } main { padding: 0; }
  html { font-size: 10pt; } body { font-size: 1rem; line-height: 1.5; }
  h1 { font-size: 2.2rem; } h2 { margin-top: 2rem; }
  h1, h2, h3, h4 { break-after: avoid; } p { orphans: 3; widows: 3; }
  figure, .error, .scroll, tr { break-inside: avoid; } thead { display: table-header-group; }
  pre, pre.code, .stream { white-space: pre-wrap; max-height: none; overflow: visible; font-size: .8rem; }
  table { font-size: .8rem; } .katex { font-size: 1.05em; }
  .scroll, .display, .drawing { overflow: visible; background: none; }
  pre.code { background: none; border: 1px solid var(--rule); }
  .plot { display: none !important; } .drawn .drawing { display: block; } .drawing svg { min-width: 0; max-width: 15cm; }
}
`;
