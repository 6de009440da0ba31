import { spawn } from "node:child_process";

/**
 * Opens an address in the reader's browser.
 *
 * @returns false when the program that opens addresses is not there or fails to start; print the address then.
 * @throws TypeError for anything but an http, https or file address.
 */
export function openInBrowser(url: string): Promise<boolean> {
  const address = new URL(url);
  if (!["http:", "https:", "file:"].includes(address.protocol)) {
    throw new TypeError(`url is ${JSON.stringify(url)}; expected an http, https or file address.`);
  }
  const [command, ...rest] = opener();
  return new Promise((resolve) => {
    const child = spawn(command, [...rest, address.href], { detached: true, stdio: "ignore" });
    child.once("error", () => resolve(false));
    child.once("spawn", () => {
      child.unref();
      resolve(true);
    });
  });
}

function opener(): [string, ...string[]] {
  switch (process.platform) {
    case "darwin":
      return ["open"];
    case "win32":
      return ["rundll32", "url.dll,FileProtocolHandler"];
    default:
      return ["xdg-open"];
  }
}
