/**
 * Text made of one unit, so long that a reader whose time grows with the square of the length runs into the minute that a test
 * has, while one whose time grows with the length needs a fraction of a second. No test reads a clock for that.
 */
export function long(unit: string, length = 1_000_000): string {
  return unit.repeat(Math.ceil(length / unit.length));
}
