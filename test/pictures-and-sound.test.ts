import { describePrograms } from "./pictures-and-sound.js";

describePrograms(false);
