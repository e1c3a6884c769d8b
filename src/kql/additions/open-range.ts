import { type SentinelEnvironment, schemaFor } from '../schema.ts';
import { analyse } from '../service.ts';
import { withBladeRange } from './range.ts';

/**
 * Puts the hunting page's time range in place of a query's own, for a run over another window than the query was written for. A
 * query whose time is not plain, or that would not parse afterwards, stays as it is.
 */
export function createRangeOpener(environment: SentinelEnvironment): (text: string) => string {
  const schema = schemaFor(environment);
  return (text) => {
    const analysis = analyse(text, schema);
    if (analysis.errors.length > 0) return text;
    const range = withBladeRange(analysis);
    return range.status === 'set' && analyse(range.text, schema).errors.length === 0 ? range.text : text;
  };
}
