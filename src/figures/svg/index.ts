export { drawSvg } from "./draw-svg.js";
