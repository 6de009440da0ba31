import type { Config, DOMPurify } from "dompurify";
import createDOMPurify from "dompurify";
import { JSDOM } from "jsdom";

const tags = `a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure
  h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark meter ol p pre progress q rp rt ruby s samp section small span strong sub
  summary sup table tbody td tfoot th thead time tr u ul var wbr`.split(/\s+/);

const attributes = `align alt class colspan datetime dir headers height high href lang low max min open optimum reversed
  rowspan scope src start title type value width data-slot`.split(/\s+/);

/** Names that an author and what cells call may use; others are dropped, so that a cell cannot dress up as the page. */
const classes = new Set(
  `alert alert-info alert-success alert-warning alert-danger number text
  surprisal-table surprisal-exercise surprisal-progress good bad`.split(/\s+/),
);

const svgTags = `svg g defs symbol title desc path rect circle ellipse line polyline polygon text tspan clippath mask
  lineargradient radialgradient stop pattern marker`.split(/\s+/);

const svgAttributes = `id class viewbox width height x y x1 x2 y1 y2 cx cy r rx ry fx fy d dx dy points transform rotate
  offset fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset
  stroke-linecap stroke-linejoin stroke-miterlimit opacity color stop-color stop-opacity clip-path clip-rule
  clippathunits mask maskunits maskcontentunits gradientunits gradienttransform spreadmethod patternunits
  patterncontentunits patterntransform markerwidth markerheight markerunits refx refy orient marker-start marker-mid
  marker-end font-family font-size font-style font-weight font-variant letter-spacing text-anchor dominant-baseline
  alignment-baseline baseline-shift text-decoration textlength lengthadjust paint-order shape-rendering text-rendering
  vector-effect visibility preserveaspectratio style role`.split(/\s+/);

const common: Config = {
  ALLOW_DATA_ATTR: false,
  ALLOW_UNKNOWN_PROTOCOLS: false,
  RETURN_DOM_FRAGMENT: true,
};

const htmlConfig: Config = {
  ...common,
  ALLOWED_TAGS: tags,
  ALLOWED_ATTR: attributes,
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|attachment:|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i,
};

const svgConfig: Config = { ...common, ALLOWED_TAGS: svgTags, ALLOWED_ATTR: svgAttributes };

let purifier: DOMPurify | undefined;

// Made on first use: loading a window takes most of a second, and `surprisal --help` should not pay for it.
function purify(source: string, config: Config): DocumentFragment {
  purifier ??= createDOMPurify(new JSDOM("").window);
  return purifier.sanitize(source, { ...config, RETURN_DOM_FRAGMENT: true });
}

/**
 * HTML from a cell, as a document fragment that runs nothing and asks no other host for anything.
 *
 * Kept are the elements of running text, lists, tables and pictures. Dropped: scripts, styles, forms, frames, event
 * handlers, ids, and classes the page does not offer. A link may lead to http, https, mailto or a relative place.
 */
export function sanitizeHtml(source: string): DocumentFragment {
  const fragment = purify(source, htmlConfig);
  for (const element of fragment.querySelectorAll("[class]")) {
    const kept = [...element.classList].filter((name) => classes.has(name));
    if (kept.length > 0) element.className = kept.join(" ");
    else element.removeAttribute("class");
  }
  return fragment;
}

/** The elements of a drawing: no script, no style sheet, no link, no embedded or animated part. */
export function sanitizeSvgMarkup(source: string): DocumentFragment {
  return purify(source, svgConfig);
}

/** The fragment as HTML. */
export function serialize(fragment: DocumentFragment): string {
  const holder = fragment.ownerDocument.createElement("div");
  holder.append(fragment);
  return holder.innerHTML;
}
