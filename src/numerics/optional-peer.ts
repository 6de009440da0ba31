/**
 * Turns "module not found" for a package that only some rooms need into an error that says what to install.
 *
 * @param name the package, as npm knows it
 * @param purpose what needs it, as the beginning of a sentence: "readCsv"
 * @param load the import itself, so that bundlers and Node resolve it where it is written
 * @throws Error "readCsv needs the package danfojs-node: npm install danfojs-node" when it is not installed
 * @example
 * const dfd = await optionalPeer("danfojs-node", "readCsv", () => import("danfojs-node"));
 */
export async function optionalPeer<Module>(
  name: string,
  purpose: string,
  load: () => Promise<Module>,
): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    const missing = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
    const named = message.includes(`'${name}'`) || message.includes(`'${name}/`);
    if (!missing || !named) throw error;
    throw new Error(`${purpose} needs the package ${name}: npm install ${name}`, { cause: error });
  }
}
