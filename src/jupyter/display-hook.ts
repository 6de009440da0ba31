import { createRequire } from "node:module";
import type { MimeBundle } from "./notebook.js";

/** What a kernel is asked to show; the ids of displays are for changing them later. */
export interface Display {
  readonly data: MimeBundle;
  readonly metadata: Record<string, unknown>;
  readonly transient: { readonly display_id?: string };
}

/** tslab's way to its frontend: undocumented, hence the pinned version of tslab. */
type WriteDisplay = (display: Display, update: boolean) => void;

const tslabMessages = /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/;

/**
 * The display function of the tslab kernel that this process is, or undefined when it is none.
 *
 * A kernel has loaded its own tslab, wherever that is installed, so it is looked for among the modules already loaded:
 * loading a second tslab would neither show anything nor be cheap.
 *
 * @param loaded CommonJS modules by file; default: those of this process
 */
export function displayHook(
  loaded: Readonly<Record<string, { exports: unknown } | undefined>> = createRequire(import.meta.url).cache,
): WriteDisplay | undefined {
  for (const [file, module] of Object.entries(loaded)) {
    if (!tslabMessages.test(file)) continue;
    const write = (module?.exports as { lastWriteDisplayData?: WriteDisplay | null } | undefined)?.lastWriteDisplayData;
    if (write) return write;
  }
  return undefined;
}

/**
 * Shows a bundle in the cell that runs, or, outside of any kernel, prints its text.
 *
 * @param bundle one result in several MIME types; text/plain among them
 * @param id where the display is to be changed later: the same id with `update`
 */
export function display(bundle: MimeBundle, { id, update = false }: { id?: string; update?: boolean } = {}): void {
  const write = displayHook();
  if (write) write({ data: bundle, metadata: {}, transient: id === undefined ? {} : { display_id: id } }, update);
  else console.log(bundle["text/plain"]);
}
