import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseBriefing } from '../../../src/briefing/parse.ts';
import { normalizeHunts } from '../../../src/hunts/normalize.ts';
import { createKqlProving } from '../../../src/kql/prove/index.ts';
import { rowsOf } from '../../../src/prove/rows.ts';
import { readStory } from '../../../src/prove/story.ts';
import { createKqlLogs } from '../../../src/sandbox/logs/kql.ts';
import { createSplLogs } from '../../../src/sandbox/logs/spl.ts';
import { sentinel } from '../../../src/sentinel/siem.ts';
import { createSplProving } from '../../../src/spl/prove/index.ts';
import { relativeTime } from '../../../src/spl/run/time/relative.ts';
import { splunk } from '../../../src/splunk/siem.ts';
import { checkHunts } from '../../../src/sync/check.ts';
import type { CheckedHunt } from '../../../src/sync/query.ts';

const FOLDER = fileURLToPath(new URL('../../../config/samples/', import.meta.url));
const ENVIRONMENT = {
  splunk: { macros: [], commands: [], lookups: [], dataModels: {} },
  sentinel: { tables: {}, functions: [] },
};

/** What the story tells of; the rest of the briefings' hunts look for something else. */
const TOLD = [
  'Command that was pasted into the Run dialog and kept in its history',
  'Shadow copies, backup catalogue and recovery switched off within ten minutes',
  'uc:UC_BEACONING',
  'uc:UC_DNS_TUNNEL',
  'uc:UC_FAKECAPTCHA',
  'uc:UC_LATERAL_PSEXEC',
  'uc:UC_LSASS',
  'uc:UC_OFFICE_CHILD',
  'uc:UC_PHISH_ATTACH',
  'uc:UC_PS_OBFUSCATED',
  'uc:UC_SCHEDULED_TASK',
  'uc:UC_SERVICE_PERSIST',
];

let hunts: readonly CheckedHunt[];
beforeAll(async () => {
  const articles = globSync('**/*.md', { cwd: FOLDER }).map((path) =>
    parseBriefing({ kind: 'briefing', path, text: readFileSync(join(FOLDER, path), 'utf8') }, 'samples'),
  );
  hunts = await checkHunts(normalizeHunts(articles).hunts, { siems: [splunk, sentinel], environment: ENVIRONMENT });
});

/** The catalogue's hunts have their keys, articles' own their titles. */
function nameOf({ key, title }: CheckedHunt['hunt']): string {
  return key.startsWith('uc:') ? key : title;
}

/** Names of the hunts that find something; whatever cannot be run is told in place of a name. */
function found(kind: 'splunk' | 'sentinel', now: Date): string[] {
  const [searchSpl, searchKql] = [createSplLogs(now), createKqlLogs(now)];
  const titles = hunts.flatMap(({ hunt, queries }) =>
    (queries[kind] ?? []).flatMap(({ text, window }) => {
      const at = (modifier = 'now') => new Date((relativeTime(now.getTime() / 1000, modifier) ?? Number.NaN) * 1000);
      const outcome =
        kind === 'splunk'
          ? searchSpl(text, { earliest: at(window?.earliest), latest: at(window?.latest), now })
          : searchKql(text, { tables: [], isIn: () => true, now });
      if ('failed' in outcome) return [`${nameOf(hunt)}: ${outcome.failed}`];
      return ('results' in outcome ? outcome.results : outcome.rows).length > 0 ? [nameOf(hunt)] : [];
    }),
  );
  return [...new Set(titles)].sort();
}

/** Names of the hunts that find something in the everyday traffic alone. */
function foundInEveryday(now: Date): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'everyday-'));
  copyFileSync(join(FOLDER, 'events/everyday.yaml'), join(folder, 'everyday.yaml'));
  const story = readStory(folder);
  rmSync(folder, { recursive: true });
  const languages = [
    ['splunk', 'spl', createSplProving(ENVIRONMENT.splunk)],
    ['sentinel', 'kql', createKqlProving(ENVIRONMENT.sentinel)],
  ] as const;
  return languages.flatMap(([kind, language, proving]) => {
    const { data } = rowsOf(story, language, proving, { now });
    return hunts.flatMap(({ hunt, queries }) =>
      (queries[kind] ?? []).flatMap((query) => {
        const outcome = proving.run(query, data, now);
        return outcome.status === 'evaluated' && outcome.rows.length === 0 ? [] : [`${kind}: ${nameOf(hunt)}`];
      }),
    );
  });
}

describe('the sample events', () => {
  test('are an attack and the day around it, of a size that can be read', () => {
    const { events } = readStory(join(FOLDER, 'events'));
    expect(events.length).toBeGreaterThanOrEqual(60);
    expect(events.length).toBeLessThanOrEqual(120);
  });

  test.each([0, 3, 29, 57])(
    'are found by half of the hunts, on both platforms, %i minutes past the hour',
    (minute) => {
      const now = new Date(Date.UTC(2026, 4, 12, 9, minute, 30));
      expect(found('splunk', now)).toEqual([...TOLD].sort());
      expect(found('sentinel', now)).toEqual([...TOLD].sort());
    },
    120_000,
  );

  test('of everyday traffic alone, no hunt finds anything', () => {
    expect(foundInEveryday(new Date('2026-05-12T09:00:00Z'))).toEqual([]);
  });
});
