/** Bytes of the routines' own constants, and of what may be read behind the end of a matrix. */
const FREE_AT = 2048;
const BEHIND = 32;
const PAGE = 65536;

/** Parts of the routines' memory, dealt out one after the other. They hold what a call puts there, until the next call. */
export class MemoryParts {
  private end: number;

  /** @param start where the first part is */
  constructor(private readonly start = FREE_AT) {
    this.end = start;
  }

  /** Bytes of all the parts. */
  get bytes(): number {
    return this.end - this.start;
  }

  /** The address of a part of so many bytes. */
  take(bytes: number): number {
    const at = this.end;
    this.end += Math.ceil((bytes + BEHIND) / 64) * 64;
    return at;
  }

  /** 64 KiB that all the parts need. */
  get pages(): number {
    return Math.ceil(this.end / PAGE);
  }

  /**
   * Makes the memory large enough for all parts. Views of it are void after that: they are made anew.
   *
   * @throws RangeError when there is no room, saying for how much
   */
  reserve(memory: WebAssembly.Memory): void {
    reserveBytes(memory, this.end);
  }
}

/**
 * Makes a memory as large as this, if it is not.
 *
 * @throws RangeError when there is no room, saying for how much
 */
export function reserveBytes(memory: WebAssembly.Memory, bytes: number): void {
  const pages = Math.ceil((bytes - memory.buffer.byteLength) / PAGE);
  if (pages <= 0) return;
  try {
    memory.grow(pages);
  } catch (error) {
    const has = memory.buffer.byteLength / PAGE;
    throw new RangeError(
      `there are no ${pages} x 64 KiB left for WebAssembly beside the ${has} that it has; expected room for matrices of ${has + pages} x 64 KiB`,
      { cause: error },
    );
  }
}

/** Deals out the parts that a work needs, and makes the memory large enough. Views of it are void after that. */
export function layoutOwn<T>(layout: (parts: MemoryParts) => T, memory: WebAssembly.Memory): T {
  const parts = new MemoryParts();
  const at = layout(parts);
  parts.reserve(memory);
  return at;
}
