import { beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '../../src/commands/context.ts';
import { explain } from '../../src/commands/explain.ts';
import { UsageError } from '../../src/core/errors.ts';
import { createLog } from '../../src/core/log.ts';
import { SIEMS } from '../../src/siems.ts';
import { createMemorySiem } from '../support/memory-siem/siem.ts';

let printed: string[];
let context: Context;

beforeEach(() => {
  printed = [];
  context = {
    env: {},
    log: createLog({ write: () => undefined }),
    print: (text) => printed.push(text),
    stderr: process.stderr,
    now: () => new Date(),
    cacheDir: undefined,
    siems: [...SIEMS, createMemorySiem()],
    signal: new AbortController().signal,
  };
});

describe('explain', () => {
  test.each([
    'unclosed-fence',
    'feed-failed',
    'superseded',
    'spl-unknown-macro',
    'KS142',
    'let-semicolon',
    'mql-no-find',
  ])('%s: sentence, cause, remedy and area', async (code) => {
    expect(await explain({ code }, context)).toBe(0);
    expect(printed.join('\n')).toMatch(
      new RegExp(`^${code} \\(.+\\)\\n\\n.{20,}\\n\\nCause: .{5,}\\nRemedy: .{5,}$`, 's'),
    );
  });

  test('without a code it lists all of them by area', async () => {
    expect(await explain({}, context)).toBe(0);
    const text = printed.join('\n');
    expect(text).toMatch(/^Configuration\n/);
    for (const part of ['\nBriefings\n', '\nChecks of SPL\n', '\nChecks of MQL\n', '\n  unclosed-fence  ']) {
      expect(text).toContain(part);
    }
  });

  test('--json has the same keys for one code and for all', async () => {
    await explain({ code: 'KS142', json: true }, context);
    await explain({ json: true }, context);
    const [one, all] = printed.map((text) => JSON.parse(text));
    expect(one.areas).toHaveLength(1);
    expect(one.areas[0].codes).toEqual([
      { code: 'KS142', means: expect.any(String), cause: expect.any(String), remedy: expect.any(String) },
    ]);
    const areas = all.areas.map(({ area }: { area: string }) => area);
    expect(areas).toEqual(expect.arrayContaining(['config', 'briefing', 'spl', 'kql', 'kusto', 'sentinel', 'mql']));
    expect(new Set(areas).size).toBe(areas.length);
  });

  test('an unknown code is a bad usage that names the nearest', async () => {
    const failure = async (code: string) => {
      const error = await explain({ code }, context).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UsageError);
      return (error as UsageError).remedy;
    };
    expect(await failure('unclosed-fense')).toContain('Did you mean unclosed-fence?');
    expect(await failure('spl-unknown-marco')).toContain('Did you mean spl-unknown-macro?');
    expect(await failure('zzz')).toBe('`huntsync explain` lists all of them.');
  });
});
