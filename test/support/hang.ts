/**
 * Milliseconds after which a test counts as hanging. No test asserts how fast something is: on a loaded machine the
 * slowest takes minutes, so this only ends what would never end.
 */
export const HANG_MS = 900_000;
