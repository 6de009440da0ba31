import { explorableTarget } from "./explorable-comm.js";
import { currentFrontend } from "./kernel/frontend.js";
import type { MimeBundle } from "./notebook.js";

/**
 * Has the kernel answer the sliders of an explorable, as `explorable-comm.ts` says; one of the same title that was
 * there before is answered no longer. In stock tslab, which knows no comms, and outside of a kernel nothing happens.
 *
 * @param bundle the output for these positions of the sliders
 */
export function answerSliders(title: string, bundle: (values: Record<string, number>) => Promise<MimeBundle>): void {
  currentFrontend()?.comms.register(explorableTarget(title), (comm) => {
    comm.onMessage(async ({ values }) => {
      const answer = { bundle: await bundle(values as Record<string, number>) };
      // Its reader may have left meanwhile.
      if (comm.isOpen) comm.send(answer);
    });
    comm.send({ ready: true });
  });
}
