// Loaded before a program of ours: its clock starts at a fixed time and goes so slowly that a minute stays the same, so that pictures
// made twice are the same. Certificates of the sandbox are of that day and hold for a year.
const START = Date.parse('2026-05-14T09:00:00Z');
const SLOWER = 100;
const Real = Date;
const began = Real.now();
const now = () => START + Math.floor((Real.now() - began) / SLOWER);

globalThis.Date = class extends Real {
  constructor(...given) {
    super(...(given.length === 0 ? [now()] : given));
  }
  static now() {
    return now();
  }
};
