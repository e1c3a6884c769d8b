import { expect, test } from 'vitest';
import { classifyItem } from '../../src/classify/item.ts';
import { TimeLimitError } from '../../src/core/time-limit.ts';

test('a text that holds up its reader is stopped', () => {
  const text = 'The attackers ran mimikatz.exe on every server. '.repeat(20_000);
  const item = {
    kind: 'item' as const,
    path: 'p',
    publisher: 'Lab',
    title: 'An attack',
    url: '',
    published: null,
    text,
  };
  expect(() => classifyItem(item, 'feed', { timeoutMs: 1 })).toThrow(TimeLimitError);
});
