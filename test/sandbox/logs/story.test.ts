import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseBriefing } from '../../../src/briefing/parse.ts';
import { normalizeHunts } from '../../../src/hunts/normalize.ts';
import { readStory } from '../../../src/prove/story.ts';
import { createKqlLogs } from '../../../src/sandbox/logs/kql.ts';
import { createSplLogs } from '../../../src/sandbox/logs/spl.ts';
import { sentinel } from '../../../src/sentinel/siem.ts';
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
  'Container or script attachment delivered from outside',
  'Even, day-long pace of connections to one public address',
  "Memory of LSASS dumped, or a credential tool's own command line",
  'Many long, never-repeated names under one domain',
  'New service whose program lies in a folder that users can write',
  'Office program starts a script host or a signed proxy binary',
  'PowerShell with a long encoded argument or a download that is run at once',
  'Run dialog or browser page leads to a script host with a remote address',
  "Scheduled task made that runs from a user's folder or a script host",
  'Service-based remote execution in the manner of PsExec',
  'Shadow copies, backup catalogue and recovery switched off within ten minutes',
];

let hunts: readonly CheckedHunt[];
beforeAll(async () => {
  const articles = globSync('**/*.md', { cwd: FOLDER }).map((path) =>
    parseBriefing({ kind: 'briefing', path, text: readFileSync(join(FOLDER, path), 'utf8') }, 'samples'),
  );
  hunts = await checkHunts(normalizeHunts(articles).hunts, { siems: [splunk, sentinel], environment: ENVIRONMENT });
}, 60_000);

/** Titles of the hunts that find something; whatever cannot be run is told in place of a title. */
function found(kind: 'splunk' | 'sentinel', now: Date): string[] {
  const [searchSpl, searchKql] = [createSplLogs(now), createKqlLogs(now)];
  const titles = hunts.flatMap(({ hunt, queries }) =>
    (queries[kind] ?? []).flatMap(({ text, window }) => {
      const at = (modifier = 'now') => new Date((relativeTime(now.getTime() / 1000, modifier) ?? Number.NaN) * 1000);
      const outcome =
        kind === 'splunk'
          ? searchSpl(text, { earliest: at(window?.earliest), latest: at(window?.latest), now })
          : searchKql(text, { tables: [], isIn: () => true, now });
      if ('failed' in outcome) return [`${hunt.title}: ${outcome.failed}`];
      return ('results' in outcome ? outcome.results : outcome.rows).length > 0 ? [hunt.title] : [];
    }),
  );
  return [...new Set(titles)].sort();
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
});
