import type { Line } from '../specific/text.ts';
import { ENDPOINT_RULES } from './endpoint.ts';
import { IDENTITY_RULES } from './identity.ts';
import { MAIL_RULES } from './mail.ts';
import type { Observable, ObservableKind } from './observable.ts';
import { findBy } from './rules.ts';
import { findPublicServices } from './services.ts';
import { SOFTWARE_RULES } from './software.ts';
import { WEB_RULES } from './web.ts';

const RULES = [...ENDPOINT_RULES, ...SOFTWARE_RULES, ...WEB_RULES, ...MAIL_RULES, ...IDENTITY_RULES];
/** More of a kind makes a search that nobody can read. */
const MAX_OF_KIND = 12;
const MAX_VALUE = 250;

/**
 * The typed things that an article names, each once, in the order of kinds and of the text. Where one is named in several roles, the
 * attackers' counts: elsewhere it may stand in a recommendation.
 */
export function findObservables(lines: readonly Line[]): Observable[] {
  const found = new Map<string, Observable>();
  const counts = new Map<ObservableKind, number>();
  const all = [...RULES.flatMap((rule) => findBy(rule, lines)), ...findPublicServices(lines)];
  for (const one of all) {
    if (one.value.length > MAX_VALUE) continue;
    const key = `${one.kind} ${one.value.toLowerCase()}`;
    const known = found.get(key);
    if (known) {
      if (known.unhunted !== undefined && one.unhunted === undefined) found.set(key, one);
      continue;
    }
    const count = (counts.get(one.kind) ?? 0) + 1;
    if (count > MAX_OF_KIND) continue;
    counts.set(one.kind, count);
    found.set(key, one);
  }
  return [...found.values()];
}
