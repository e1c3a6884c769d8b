import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detailText, partDetails, withDetails } from '../../src/defender/details.ts';
import { entityText, mappingsOf, textOfMappings } from '../../src/defender/entities.ts';
import { decodeMarker, encodeMarker, recordableEvidence } from '../../src/defender/marker.ts';
import { ruleId } from '../../src/defender/names.ts';
import { fromNative, toNative } from '../../src/defender/native.ts';
import { tacticBodies, tacticText, textOfTactics } from '../../src/defender/tactics.ts';
import { digestFields } from '../../src/sync/marker.ts';
import type { Marker } from '../../src/sync/types.ts';

const line = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n\p{Cs}]/gu, ' '));

const FIELDS = {
  query: 'DeviceEvents\n| where FileName == "a"',
  details: 'HuntKey = "uc:UC_TEST", HuntArticle = "https://intel.example/a"',
  displayName: 'A title (a1b2c3)',
  status: 'disabled',
  frequency: 'P1D',
  alertTitle: 'A title (a1b2c3)',
  description: 'Why it is there.',
  alertSeverity: 'high',
  triage: 'Look at it.',
  tactics: 'Execution:T1059,T1059.001,T1204',
  entities: 'accounts(upnColumn=AccountUpn); hosts(deviceIdColumn=DeviceId,nameColumn=DeviceName)',
  use: 'hunting',
  severity: 'HIGH / exploit / Medium',
};

function markerOf(key: string, overrides: Partial<Marker> = {}): Marker {
  const evidence = {
    articles: ['0a1b2c3d'],
    newest: { published: '2026-05-01', article: '0a1b2c3d-0000-4000-8000-000000000000', fromCatalogue: true },
    sources: ['briefings'],
  };
  return { key, written: digestFields(FIELDS), evidence, retired: null, ...overrides };
}

describe('a rule', () => {
  test('reads back as it was written', () => {
    const marker = markerOf('uc:UC_TEST');
    const body = toNative({ fields: FIELDS, marker }, null);
    expect(fromNative({ id: ruleId('uc:UC_TEST'), ...body })).toEqual({
      id: ruleId('uc:UC_TEST'),
      name: FIELDS.displayName,
      fields: FIELDS,
      marker,
    });
  });

  test('of any text does, too', () => {
    fc.assert(
      fc.property(
        line,
        line,
        line,
        fc.string().filter((text) => !text.includes('\r')),
        (title, why, key, query) => {
          const fields = { ...FIELDS, displayName: title, description: why, details: '', query };
          const marker = { ...markerOf(`uc:${key}`), written: digestFields(fields) };
          const found = fromNative({ id: ruleId(marker.key), ...toNative({ fields, marker }, null) });
          expect(found?.fields).toEqual({ ...fields, ...partDetails(query) });
          expect(found?.marker).toEqual(marker);
        },
      ),
    );
  });

  test('that was copied under another id is nobody’s', () => {
    const body = toNative({ fields: FIELDS, marker: markerOf('uc:UC_TEST') }, null);
    expect(fromNative({ id: 'a-copy', ...body })?.marker).toBeNull();
  });

  test('never says what is done by itself, and leaves a status of Defender’s alone', () => {
    const body = toNative({ fields: { ...FIELDS, status: 'autoDisabled' }, marker: markerOf('k') }, null);
    expect(body.detectionAction).toEqual({ alertTemplate: expect.anything() });
    expect(body).not.toHaveProperty('status');
  });

  test('loses the entities that it has no more', () => {
    const before = fromNative({ id: 'x', ...toNative({ fields: FIELDS, marker: markerOf('k') }, null) });
    const fields = { ...FIELDS, entities: 'hosts(deviceIdColumn=DeviceId)' };
    const { entityMappings } = toNative({ fields, marker: markerOf('k') }, before).detectionAction.alertTemplate;
    expect(entityMappings).toEqual({ accounts: [], hosts: [{ deviceIdColumn: 'DeviceId' }] });
  });
});

describe('the marker', () => {
  test('survives words in front of it, and other white space', () => {
    const text = encodeMarker(markerOf('uc:UC_TEST', { retired: '2026-06-01', requested: true }), {
      use: 'retired',
      severity: 'LOW',
    });
    const edited = `Our note.\n${text.replaceAll(' ', '  ')}`;
    expect(decodeMarker(edited)).toEqual(decodeMarker(text));
    expect(decodeMarker(text)?.marker).toMatchObject({ retired: '2026-06-01', requested: true });
  });

  test('records what it has room for, and the same again', () => {
    const evidence = {
      articles: Array.from({ length: 50 }, (_, at) => `${String(at).padStart(8, '0')}-0000`),
      newest: null,
      sources: Array.from({ length: 30 }, (_, at) => `source ${at}`),
    };
    const once = recordableEvidence(evidence);
    expect(recordableEvidence(once)).toEqual(once);
    const text = encodeMarker({ ...markerOf('k'), evidence: once }, { use: 'hunting', severity: 'LOW' });
    expect(decodeMarker(text)?.marker.evidence).toEqual(once);
    expect(text.length).toBeLessThan(1500);
  });
});

test('details stand behind the query, and are taken away again', () => {
  const details = detailText('uc:UC_TEST', 'https://intel.example/a?b="c"');
  const stored = withDetails('DeviceEvents // end', details);
  expect(stored.split('\n')).toHaveLength(2);
  expect(partDetails(stored)).toEqual({ query: 'DeviceEvents // end', details });
  expect(withDetails('DeviceEvents;', details)).toBe('DeviceEvents;');
});

test('tactics and entities read back as they were written', () => {
  const text = tacticText(['T1027.001']);
  expect(text).toBe('DefenseEvasion:T1027,T1027.001');
  expect(textOfTactics(tacticBodies(text))).toBe(text);
  expect(tacticBodies(tacticText([]))).toEqual([]);
  const entities = entityText([
    { kind: 'host', columns: { id: 'DeviceId' } },
    { kind: 'ip', columns: { address: 'RemoteIP' } },
    { kind: 'ip', columns: { address: 'LocalIP' } },
  ]);
  expect(textOfMappings(mappingsOf(entities))).toBe(entities);
});

test('a rule that was taken over stays ours under its own id, and a copy of it is not', () => {
  const marker = markerOf('uc:UC_TEST');
  const before = { id: 'somebodys-rule', name: 'Theirs', fields: FIELDS, marker: null };
  const body = toNative({ fields: FIELDS, marker }, before);
  expect(fromNative({ id: 'somebodys-rule', ...body })?.marker).toEqual(marker);
  expect(fromNative({ id: 'a-copy', ...body })?.marker).toBeNull();
  expect(fromNative({ id: ruleId('uc:UC_TEST'), ...body })?.marker).toBeNull();
});
