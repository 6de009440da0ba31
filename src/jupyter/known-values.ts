import type { Dataset } from "../data/dataset.js";
import type { ConfusionMatrix } from "../evaluation/confusion-matrix.js";
import type { Evaluation } from "../evaluation/evaluate.js";
import type { Interval } from "../evaluation/interval.js";
import type { Figure } from "../figures/figure.js";
import { numberText, percentText } from "../figures/number-text.js";
import type { Total } from "../loss/total.js";
import type { Matrix } from "../numerics/matrix.js";
import type { MimeBundle } from "./notebook.js";
import { tableBundle } from "./table.js";

/**
 * How values of this library, typed arrays, danfojs's DataFrames and plotly's figures are shown when they are a cell's
 * last expression; undefined for all else. They are known by their shape: the reader's copy of a package need not be ours.
 */
export async function knownBundle(value: unknown): Promise<MimeBundle | undefined> {
  if (typeof value !== "object" || value === null) return undefined;
  const known = value as Record<string, unknown>;
  if (isNumbers(value)) return numbersBundle(value);
  if (isFigure(known)) return figure(known);
  if (isDataFrame(known)) return tableBundle({ columns: known.columns.map(String), values: known.values });
  if (isEvaluation(known)) return evaluation(known as unknown as Evaluation);
  if (isDataset(known)) return dataset(known as unknown as Dataset);
  if (isConfusion(known)) return confusion(known as unknown as ConfusionMatrix);
  if (isMatrix(known)) return matrix(known as unknown as Matrix & { kind?: string });
  if (isTotal(known)) return total(known as unknown as Total);
  return undefined;
}

type Json = Record<string, unknown>;
type Numbers = Float64Array | Float32Array | Int32Array;

const mostRows = 10;
const mostColumns = 12;

function isNumbers(value: unknown): value is Numbers {
  return ArrayBuffer.isView(value) && !(value instanceof DataView) && !(value instanceof Uint8Array);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isMatrix(value: unknown): boolean {
  return isObject(value) && Number.isInteger(value.rows) && Number.isInteger(value.cols) && isNumbers(value.data);
}

function isFigure(value: Json): value is { data: Json[]; layout: Json } & Json {
  return Array.isArray(value.data) && value.data.every(isObject) && isObject(value.layout);
}

function isDataFrame(value: Json): value is { columns: unknown[]; values: unknown[]; shape: unknown[] } {
  return Array.isArray(value.columns) && Array.isArray(value.shape) && Array.isArray(value.values);
}

function isDataset(value: Json): boolean {
  return isMatrix(value.features) && Array.isArray(value.featureNames) && Array.isArray(value.classNames);
}

function isConfusion(value: Json): boolean {
  return isMatrix(value.counts) && Array.isArray(value.classNames);
}

function isEvaluation(value: Json): boolean {
  return (
    isObject(value.logLoss) && isObject(value.accuracy) && isObject(value.confusion) && isMatrix(value.probabilities)
  );
}

function isTotal(value: Json): boolean {
  return ["sum", "weight", "count", "infinite"].every((name) => typeof value[name] === "number");
}

function numbersBundle(numbers: Numbers): MimeBundle {
  const shown = Math.min(numbers.length, mostColumns);
  const left = numbers.length - shown;
  const columns = [...indices(shown), ...(left > 0 ? [`… ${left.toLocaleString("en")} more`] : [])];
  const caption = `${numbers.constructor.name} of ${numbers.length.toLocaleString("en")}`;
  return html({ columns, rows: [Array.from(numbers.subarray(0, shown))] }, caption);
}

function matrix(m: Matrix & { kind?: string }): MimeBundle {
  const caption = `${m.rows} x ${m.cols} ${m.kind ?? "matrix"}`;
  const columns = indices(Math.min(m.cols, mostColumns));
  const hidden = m.cols > columns.length ? [`… ${m.cols - columns.length} more`] : [];
  const rows = Array.from({ length: m.rows }, (_, i) => [i, ...columns.map((_, j) => m.data[i * m.cols + j])]);
  return tableBundle({ columns: ["", ...columns, ...hidden], rows }, { caption, most: mostRows });
}

function total(t: Total): MimeBundle {
  const rows: unknown[][] = [
    ["mean, nats", t.mean],
    ["sum, nats", t.sum],
    ["weight", t.weight],
    ["rows", t.count],
  ];
  if (t.ignored > 0) rows.push(["rows left out", t.ignored]);
  const named = t.infiniteRows.length > 0 ? `: ${t.infiniteRows.join(", ")}` : "";
  if (t.infinite > 0) rows.push(["rows with an infinite loss", `${t.infinite}${named}`]);
  if (t.clipped > 0) rows.push(["rows clipped", t.clipped]);
  if (t.normalised > 0) rows.push(["rows normalised", t.normalised]);
  if (t.zeroed > 0) rows.push(["sequences zeroed", t.zeroed]);
  return tableBundle({ columns: ["loss", ""], rows });
}

function dataset({ features, targets, featureNames, classNames }: Dataset): MimeBundle {
  const names = featureNames.slice(0, mostColumns);
  const hidden = featureNames.length > names.length ? [`… ${featureNames.length - names.length} more`] : [];
  const rows = Array.from({ length: features.rows }, (_, i) => [
    ...names.map((_, j) => features.data[i * features.cols + j]),
    ...hidden.map(() => undefined),
    classNames[targets[i]],
  ]);
  const caption = `${features.rows} rows, ${features.cols} features, ${classNames.length} classes: ${classNames.join(", ")}`;
  return tableBundle({ columns: [...names, ...hidden, "class"], rows }, { caption, most: mostRows });
}

function confusion({ classNames, counts }: ConfusionMatrix): MimeBundle {
  const rows = classNames.map((name, i) => [name, ...classNames.map((_, j) => counts.data[i * counts.cols + j])]);
  return tableBundle({ columns: ["true \\ predicted", ...classNames], rows }, { caption: "Predictions, counted" });
}

function evaluation({ logLoss, accuracy, rocAuc, targets, classNames }: Evaluation): MimeBundle {
  const rows: unknown[][] = [
    ["log loss, nats", logLoss.mean, interval(logLoss.interval, numberText)],
    ["log loss of the base rate, nats", logLoss.baseRate, ""],
    ["accuracy", percentText(accuracy.share), interval(accuracy.interval, percentText)],
  ];
  if (rocAuc !== undefined) rows.push(["area under the ROC curve", rocAuc, ""]);
  const caption = `${targets.length} rows, classes ${classNames.join(", ")}`;
  return tableBundle({ columns: ["", "value", "95 % interval"], rows }, { caption });
}

function interval([lower, upper]: Interval, text: (value: number) => string): string {
  return `${text(lower)} to ${text(upper)}`;
}

/** Figures of this library have a title and a text, by which they can be drawn for frontends without plotly. */
async function figure(value: { data: Json[]; layout: Json } & Json): Promise<MimeBundle> {
  const { title, text } = value;
  if (typeof title === "string" && typeof text === "string") {
    const { figureBundle } = await import("./show.js");
    return figureBundle(value as unknown as Figure);
  }
  const { data, layout } = value;
  const traces = data.map(({ type }) => String(type ?? "scatter")).join(", ");
  return { "application/vnd.plotly.v1+json": { data, layout }, "text/plain": `Plotly figure: ${traces}` };
}

function indices(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(i));
}

/** Without its text: a kernel's own text of an array says more. */
function html(table: Parameters<typeof tableBundle>[0], caption: string): MimeBundle {
  return { "text/html": tableBundle(table, { caption })["text/html"] };
}
