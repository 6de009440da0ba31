/** What cells import from "surprisal/kernel": what only this kernel can do. */
import { readFileSync } from "node:fs";
import type { MimeBundle } from "../notebook.js";
import type { Comm, CommHandler } from "./comms.js";
import { frontend } from "./frontend.js";
import { displaySymbol, mimeBundle } from "./mime-bundle.js";

export type { MimeBundle } from "../notebook.js";
export type { Comm, CommHandler } from "./comms.js";

/** A value that a notebook shows by a MIME bundle of its own. */
export interface Displayable {
  readonly [displaySymbol]: () => MimeBundle | Promise<MimeBundle>;
}

export interface DisplayOptions {
  /** The value is a MIME bundle, as `{ "text/html": "<b>x</b>" }`. */
  readonly raw?: boolean;
  /** By this name the display can be changed later. */
  readonly display_id?: string;
  /** Change what was shown under `display_id`, wherever it stands, instead of showing something new. */
  readonly update?: boolean;
}

/**
 * Shows a value in the cell, as its last expression would be shown.
 *
 * @throws TypeError when `update` is asked for without a `display_id`
 * @example
 * await display(new Float64Array([1, 2]));
 * await display({ "text/markdown": "**bold**" }, { raw: true });
 */
export async function display(value: unknown, options: DisplayOptions = {}): Promise<void> {
  const { raw, display_id: id, update = false } = options;
  if (update && id === undefined) throw new TypeError("display: update needs the display_id of what it changes");
  frontend().display(raw ? (value as MimeBundle) : await mimeBundle(value), { id, update });
}

type Template = (strings: TemplateStringsArray | string, ...values: unknown[]) => Displayable;

/** HTML from a template or a text: html`<b>${name}</b>`. Values are put in as they are. */
export const html: Template = template("text/html");

/** Markdown from a template or a text: md`**${name}**`. */
export const md: Template = template("text/markdown");

/** SVG from a template or a text: svg`<svg>...</svg>`. */
export const svg: Template = template("image/svg+xml");

/**
 * A PNG, JPEG, GIF or WebP image from a file or its bytes.
 *
 * @throws TypeError when the bytes are those of no such image
 */
export function image(source: string | Uint8Array): Displayable {
  const bytes = typeof source === "string" ? readFileSync(source) : Buffer.from(source);
  const type = imageType(bytes);
  return displayable({ [type]: bytes.toString("base64"), "text/plain": `${type}, ${bytes.length} bytes` });
}

/**
 * Removes what the cell has shown so far.
 *
 * @param options wait: only when there is something new to show, so that nothing flickers
 */
export function clearOutput({ wait = false }: { readonly wait?: boolean } = {}): void {
  frontend().clearOutput(wait);
}

/**
 * Asks the reader for a line of text.
 *
 * @param prompt what stands before the field
 * @param options password: what is typed is not shown
 * @throws Error where nobody can answer: a notebook that is run by a program
 * @example
 * const name = await input("Your name: ");
 */
export function input(prompt = "", { password = false }: { readonly password?: boolean } = {}): Promise<string> {
  return frontend().ask(prompt, password);
}

/** Opens a comm: a channel to what the frontend has registered under this name. */
export function openComm(target: string, data: Record<string, unknown> = {}): Comm {
  return frontend().comms.open(target, data);
}

/**
 * Registers what answers the comms that the frontend opens under this name; an earlier one of the name is replaced.
 *
 * @example
 * onComm("doubler", (comm) => comm.onMessage(({ n }) => comm.send({ doubled: 2 * Number(n) })));
 */
export function onComm(target: string, handler: CommHandler): void {
  frontend().comms.register(target, handler);
}

function displayable(bundle: MimeBundle): Displayable {
  return { [displaySymbol]: () => bundle };
}

function template(type: string): Template {
  return (strings, ...values) =>
    displayable({ [type]: typeof strings === "string" ? strings : String.raw({ raw: strings }, ...values) });
}

function imageType(bytes: Buffer): string {
  const start = bytes.toString("latin1", 0, 12);
  if (start.startsWith("\x89PNG")) return "image/png";
  if (start.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (start.startsWith("GIF8")) return "image/gif";
  if (start.startsWith("RIFF") && start.endsWith("WEBP")) return "image/webp";
  throw new TypeError(`image: ${bytes.length} bytes that are no PNG, JPEG, GIF or WebP`);
}
