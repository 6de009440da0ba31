export type { Chapter } from "./notebook/chapter.js";
export { openInBrowser } from "./open-in-browser.js";
export type { ServedSite } from "./serve-site.js";
export { serveSite } from "./serve-site.js";
export type { SiteFiles, SiteOptions } from "./site.js";
export { renderSite } from "./site.js";
export type { WrittenSite } from "./write-site.js";
export { checkSiteFolder, isUpToDate, writeSite } from "./write-site.js";
