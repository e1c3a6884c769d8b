/** How far a hunt of an article's own looks back. */
export const LOOK_BACK_DAYS = 30;
