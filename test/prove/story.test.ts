import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readStory } from '../../src/prove/story.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'story-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

test('puts the samples of all files together, in the order of their names', () => {
  write(
    'b.yaml',
    'samples:\n  - { name: later, events: [{ event: process, minutesAgo: 5, device: ws2, name: b.exe }] }\n',
  );
  write(
    'a.yaml',
    [
      'samples:',
      '  - name: first',
      '    events: [{ event: process, device: ws1, name: a.exe }]',
      '    rows: { spl: [{ table: events, row: { sourcetype: x } }] }',
      '    lookups: { kql: { Assets: [{ SearchKey: ws1 }] } }',
    ].join('\n'),
  );
  write('notes.txt', 'not a story');
  const story = readStory(folder);
  expect(story.events.map(({ fields, minutesAgo }) => [fields['device'], minutesAgo])).toEqual([
    ['ws1', 60],
    ['ws2', 5],
  ]);
  expect(story.rows['spl']).toMatchObject([{ table: 'events', row: { sourcetype: 'x' } }]);
  expect(story.rows['kql']).toEqual([]);
  expect(story.lookups['kql']).toEqual({ Assets: [{ SearchKey: 'ws1' }] });
});

test('names what is wrong in every file, with its line', () => {
  write('a.yaml', 'samples:\n  - name: no such kind\n    events:\n      - { event: earthquake }\n');
  write('b.yaml', 'samples: [\n');
  expect(() => readStory(folder)).toThrow(/a\.yaml:4: [\s\S]*b\.yaml:\d+: /);
});
