/** How the title of an entry of CISA's catalogue of what is known to be exploited begins. */
export const IN_KEV = /^\s*cisa kev:/i;
