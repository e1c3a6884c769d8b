import { v5 as uuidV5 } from 'uuid';
import { NAMESPACE } from '../briefing/identity.ts';
import { statementSuffix } from '../sync/statement.ts';
import { safeLine } from './tags.ts';

const MAX_DISPLAY_NAME = 200;

/** Id of the saved search of a hunt's statement. */
export function idOf(key: string): string {
  return uuidV5(key, NAMESPACE);
}

/** Display name of a hunt's statement (`index` from 0 in its block): one safe line. */
export function displayName(title: string, index: number): string {
  const suffix = statementSuffix(index);
  return safeLine(title, MAX_DISPLAY_NAME - suffix.length) + suffix;
}
