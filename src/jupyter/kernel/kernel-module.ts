/** The module that cells import what only this kernel can do from; it is there wherever the kernel runs. */
export const kernelModule = "surprisal/kernel";
