/** Bytes of a memory that belong together. */
export interface Span {
  readonly at: number;
  readonly bytes: number;
}

/** Deals out spans of a memory, and takes them back: the first free one that is large enough, else one behind all others. */
export class Spans {
  /** What is free below `end`: in order of the addresses, and no two next to each other. */
  private readonly free: Span[] = [];

  /** @param end where nothing has been dealt out from on */
  constructor(public end: number) {}

  take(bytes: number): Span {
    const i = this.free.findIndex((span) => span.bytes >= bytes);
    if (i < 0) {
      this.end += bytes;
      return { at: this.end - bytes, bytes };
    }
    const { at, bytes: whole } = this.free[i];
    this.free.splice(i, 1, ...(whole > bytes ? [{ at: at + bytes, bytes: whole - bytes }] : []));
    return { at, bytes };
  }

  /** Takes a span back, which was dealt out and is whole. It is joined with the free ones beside it. */
  give({ at, bytes }: Span): void {
    const { free } = this;
    const next = free.findIndex((span) => span.at > at);
    const i = next < 0 ? free.length : next;
    const before = i > 0 && free[i - 1].at + free[i - 1].bytes === at ? free[i - 1] : undefined;
    const after = free[i]?.at === at + bytes ? free[i] : undefined;
    const joined = { at: before?.at ?? at, bytes: bytes + (before?.bytes ?? 0) + (after?.bytes ?? 0) };
    const start = before ? i - 1 : i;
    const isLast = joined.at + joined.bytes === this.end;
    free.splice(start, (before ? 1 : 0) + (after ? 1 : 0), ...(isLast ? [] : [joined]));
    if (isLast) this.end = joined.at;
  }
}
