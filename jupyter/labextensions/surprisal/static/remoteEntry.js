// The door through which JupyterLab takes an extension: what a bundler would write, in so few lines that none is needed.
// https://jupyterlab.readthedocs.io/en/stable/extension/extension_dev.html#prebuilt-extensions
(() => {
  const here = document.currentScript.src;
  let shared;

  /** A module that JupyterLab shares with its extensions. */
  async function sharedModule(name) {
    const [version] = Object.values(shared[name]);
    return (await version.get())();
  }

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB.surprisal = {
    init(scope) {
      shared = scope;
    },
    async get() {
      const [{ Widget }, { renderers }] = await Promise.all([
        sharedModule("@lumino/widgets"),
        import(new URL("renderers.js", here)),
      ]);
      const extension = { __esModule: true, default: renderers(Widget) };
      return () => extension;
    },
  };
})();
