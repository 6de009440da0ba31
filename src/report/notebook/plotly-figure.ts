/** A plotly figure as JSON. */
export interface PlotlyFigure {
  data: unknown[];
  layout: Record<string, unknown>;
}

const dangerous = new Set(["__proto__", "constructor", "prototype"]);

/**
 * The data and layout of a plotly bundle, or undefined when it holds none.
 *
 * The figure's own `config` and `frames` are left behind, so are pictures by address (`source`), which would ask another
 * host, and names that could reach a prototype. Links in texts are plotly's to check: it keeps http, https and mailto.
 */
export function plotlyFigure(bundle: unknown): PlotlyFigure | undefined {
  const figure = typeof bundle === "string" ? parsed(bundle) : bundle;
  if (!isRecord(figure) || !Array.isArray(figure.data)) return undefined;
  return {
    data: figure.data.map(harmless),
    layout: isRecord(figure.layout) ? (harmless(figure.layout) as Record<string, unknown>) : {},
  };
}

function harmless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(harmless);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(
    ([key, entry]) =>
      !dangerous.has(key) &&
      !(key === "source" && typeof entry === "string" && !/^data:image\/(?:png|jpeg|gif|webp)[;,]/i.test(entry)),
  );
  return Object.fromEntries(kept.map(([key, entry]) => [key, harmless(entry)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
