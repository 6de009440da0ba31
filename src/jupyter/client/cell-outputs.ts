import type { MimeBundle, Output } from "../notebook.js";
import type { Message } from "../wire.js";

/** Collects the outputs of a notebook's cells from the messages a kernel publishes. */
export interface OutputCollector {
  /** Takes in one message of iopub that answers the request of this cell; others than outputs are ignored. */
  receive(cell: number, message: Message): void;
  /** The outputs of a cell up to now, as nbformat has them. */
  of(cell: number): Output[];
}

type Display = Extract<Output, { output_type: "display_data" | "execute_result" }>;

/**
 * Keeps to the messaging protocol: an update changes every output of that display_id in place, in whichever cell it
 * stands; `clear_output` with `wait` clears when the next output comes; streams of one name are joined.
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-iopub-pub-sub-channel
 */
export function collectOutputs(): OutputCollector {
  const cells = new Map<number, Output[]>();
  const displays = new Map<string, Display[]>();
  const toClear = new Set<number>();

  const of = (cell: number): Output[] => {
    const outputs = cells.get(cell) ?? [];
    cells.set(cell, outputs);
    return outputs;
  };
  const append = (cell: number, output: Output): void => {
    if (toClear.delete(cell)) cells.set(cell, []);
    const last = of(cell).at(-1);
    if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name) {
      last.text = `${last.text}${output.text}`;
    } else of(cell).push(output);
  };
  const update = (id: string, data: MimeBundle, metadata: Record<string, unknown>): void => {
    for (const display of displays.get(id) ?? []) Object.assign(display, { data, metadata });
  };
  const show = (cell: number, display: Display, id: string | undefined): void => {
    append(cell, display);
    if (id === undefined) return;
    update(id, display.data, display.metadata);
    displays.set(id, [...(displays.get(id) ?? []), display]);
  };

  return {
    of,
    receive(cell, { header, content }) {
      const { data, metadata = {} } = content as { data: MimeBundle; metadata?: Record<string, unknown> };
      const id = (content.transient as { display_id?: string } | undefined)?.display_id;
      switch (header.msg_type) {
        case "stream":
          append(cell, {
            output_type: "stream",
            name: content.name === "stderr" ? "stderr" : "stdout",
            text: String(content.text),
          });
          break;
        case "display_data":
          show(cell, { output_type: "display_data", data, metadata }, id);
          break;
        case "execute_result": {
          const execution_count = content.execution_count as number;
          show(cell, { output_type: "execute_result", data, metadata, execution_count }, id);
          break;
        }
        case "update_display_data":
          if (id !== undefined) update(id, data, metadata);
          break;
        case "error": {
          const { ename, evalue, traceback } = content as { ename: string; evalue: string; traceback?: string[] };
          append(cell, { output_type: "error", ename, evalue, traceback: traceback ?? [] });
          break;
        }
        case "clear_output":
          if (content.wait) toClear.add(cell);
          else cells.set(cell, []);
      }
    },
  };
}
