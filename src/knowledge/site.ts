import type { SiteProfile } from '../config/site.ts';

type SiteList = 'domains' | 'egressNetworks' | 'adminHosts' | 'deploymentAccounts';

/**
 * How a list of the profile is written into a query. All forms are read alike in SPL and KQL: texts in double quotes, parted by
 * commas, or the alternatives of a regular expression. The profile's values have nothing in them that would need more than that.
 */
const FORMS: Readonly<Record<string, (values: readonly string[]) => string>> = {
  list: (values) => values.map((value) => `"${value}"`).join(','),
  /** Mail addresses of domains. */
  senders: (values) => values.map((value) => `"*@${value}"`).join(','),
  regex: (values) => values.map((value) => value.replace(/[.+$]/g, '\\$&')).join('|'),
};

const LISTS: readonly SiteList[] = ['domains', 'egressNetworks', 'adminHosts', 'deploymentAccounts'];

/** `{{site.domains:list}}`. */
const PLACEHOLDER = /\{\{site\.(\w*):?(\w*)\}\}/g;

/** A query of the catalogue with the facts of a site in the places that it leaves for them. */
export function fillSite(query: string, site: SiteProfile): string {
  return query.replace(PLACEHOLDER, (whole, list: string, form: string) => {
    const values = isList(list) ? site[list] : undefined;
    return (values && FORMS[form]?.(values)) ?? whole;
  });
}

/** What is wrong with the places that a query leaves; null where nothing is. */
export function placeholderProblem(query: string): string | null {
  for (const [whole, list = '', form = ''] of query.matchAll(PLACEHOLDER)) {
    if (isList(list) && Object.hasOwn(FORMS, form)) continue;
    return `${whole} is none of ${LISTS.map((name) => `site.${name}`).join(', ')} with ${Object.keys(FORMS).join(', ')}`;
  }
  return null;
}

function isList(name: string): name is SiteList {
  return (LISTS as readonly string[]).includes(name);
}
