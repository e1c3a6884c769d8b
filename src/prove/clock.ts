/**
 * The full hour in which hunts are run on made events. Any would do; the same one every time makes a verdict the same every time, and
 * one that is to come is behind no date that a hunt names.
 */
export const SAMPLE_HOUR = new Date('2027-03-10T10:00:00Z');
