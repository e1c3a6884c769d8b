import { parseYaml } from '../config/yaml.ts';
import { type Diagnosis, doubtful } from '../sync/diagnosis.ts';

/**
 * Top-level and second-level names that nobody can have, for documentation and tests
 * (https://www.rfc-editor.org/rfc/rfc2606#section-2, https://www.rfc-editor.org/rfc/rfc2606#section-3).
 */
const RESERVED = /(?:^|\.)(?:example|invalid|test|example\.(?:com|net|org))$/i;
/** The nil UUID names nothing (https://www.rfc-editor.org/rfc/rfc9562#section-5.9). */
const NIL = /^0{8}-0{4}-0{4}-0{4}-0{12}$/;

/** What of a configuration still stands for a value of one's own, wherever it stands. Pure. */
export function placeholderFindings(text: string, path: string): Diagnosis[] {
  const { document } = parseYaml(text, path);
  return valuesIn(document.toJS()).flatMap(({ keys, value }) => {
    const why = reasonOf(value);
    if (why === undefined) return [];
    return [doubtful('placeholder', `${keys}: ${value} ${why}`, `Put your own value at ${keys} of ${path}.`)];
  });
}

function reasonOf(value: string): string | undefined {
  if (NIL.test(value)) return 'is a UUID of zeros';
  const host = /^https?:\/\//i.test(value) && URL.canParse(value) ? new URL(value).hostname : '';
  return RESERVED.test(host) ? 'is an address for examples, which no host can have' : undefined;
}

function valuesIn(value: unknown, keys = ''): { readonly keys: string; readonly value: string }[] {
  if (typeof value === 'string') return [{ keys, value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => valuesIn(item, `${keys}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => valuesIn(item, keys === '' ? key : `${keys}.${key}`));
}
