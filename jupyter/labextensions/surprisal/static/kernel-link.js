// A comm between an explorable and the kernel of its notebook, opened again whenever there is another kernel.
import { explorableTarget } from "./dist/jupyter/explorable-comm.js";

const gone = ["restarting", "autorestarting", "terminating", "dead"];
const there = ["idle", "busy"];

export class KernelLink {
  #session;
  #target;
  #listener;
  #comm;
  /** Whether this kernel has been asked: who does not know the explorable now will not come to know it. */
  #isTried = false;

  /** @param listener hear(data): what the kernel sends; fail(words): it could not; lose(): there is nobody who answers */
  constructor(session, title, listener) {
    this.#session = session;
    this.#target = explorableTarget(title);
    this.#listener = listener;
    session.kernelChanged.connect(this.#change, this);
    session.statusChanged.connect(this.#change, this);
    this.#open();
  }

  send(data) {
    const comm = this.#comm;
    const future = comm?.send(data);
    if (!future) return;
    future.onIOPub = ({ header, content }) => {
      const isError = header.msg_type === "error" && this.#comm === comm;
      if (isError) this.#listener.fail(`${content.ename}: ${content.evalue}`);
    };
    settle(future);
  }

  dispose() {
    this.#session.kernelChanged.disconnect(this.#change, this);
    this.#session.statusChanged.disconnect(this.#change, this);
    try {
      if (this.#comm && !this.#comm.isDisposed) settle(this.#comm.close());
    } catch {
      // The kernel is gone already.
    }
    this.#comm = undefined;
  }

  /** Of the kernel or of its state, which is a string then. */
  #change(_, change) {
    if (typeof change !== "string" || gone.includes(change)) {
      this.#comm = undefined;
      this.#isTried = false;
      this.#listener.lose();
    }
    this.#open();
  }

  #open() {
    const { kernel } = this.#session.session ?? {};
    if (this.#isTried || !kernel?.handleComms || !there.includes(kernel.status)) return;
    this.#isTried = true;
    const comm = kernel.createComm(this.#target);
    this.#comm = comm;
    comm.onMsg = ({ content }) => {
      if (this.#comm === comm) this.#listener.hear(content.data);
    };
    comm.onClose = () => {
      if (this.#comm !== comm) return;
      this.#comm = undefined;
      this.#listener.lose();
    };
    settle(comm.open());
  }
}

/** Its outcome comes as a message; the promise of it is broken when the kernel goes. */
function settle(future) {
  future?.done.catch(() => {});
}
