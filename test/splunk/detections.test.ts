import { afterEach, expect, test } from 'vitest';
import { setup } from './support.ts';

let splunkd: Awaited<ReturnType<typeof setup>>;
afterEach(() => splunkd.close());

test('others are those of every app that are in use and name techniques', async () => {
  splunkd = await setup();
  const client = splunkd.platform();
  const ship = (name: string, app: string, settings: Record<string, string>) => {
    splunkd.server.state.confs['savedsearches'] ??= {};
    const object = { name, app, owner: 'nobody', sharing: 'global' as const, settings: { search: '| x', ...settings } };
    const [sample] = Object.values(splunkd.server.state.confs['savedsearches']);
    if (!sample) throw new Error('no saved search to copy');
    splunkd.server.state.confs['savedsearches'][`nobody/${app}/${name}`] = { ...sample, ...object };
  };
  const annotations = JSON.stringify({ mitre_attack: ['T1003.001', 'not an id'], cis20: ['10'] });
  ship('Theirs', 'other', { 'action.correlationsearch.annotations': annotations });
  ship('Off', 'other', { 'action.correlationsearch.annotations': annotations, disabled: '1' });
  ship('Ours', 'huntsync', { 'action.correlationsearch.annotations': annotations, 'alert.managedBy': 'huntsync' });
  ship('Broken', 'other', { 'action.correlationsearch.annotations': '{' });
  expect(await client.detections?.()).toEqual([{ name: 'Theirs', techniques: ['T1003.001'] }]);
});
