import { expect, test } from 'vitest';
import { placeholderFindings } from '../../src/commands/placeholders.ts';

const found = (text: string) => placeholderFindings(text, 'huntsync.yaml').map(({ message }) => message.split(' ')[0]);

test('addresses and identifiers that nobody can have are told with their place, whatever the key', () => {
  const text = `platforms:
  - { url: "https://splunk.example:8089", subscriptionId: 00000000-0000-0000-0000-000000000000 }
  - { url: "https://siem.soc.test", records: { endpoint: "https://dce.example.com/x" } }
notify: [{ url: "https://hooks.example.org" }]
`;
  expect(found(text)).toEqual([
    'platforms[0].url:',
    'platforms[0].subscriptionId:',
    'platforms[1].url:',
    'platforms[1].records.endpoint:',
    'notify[0].url:',
  ]);
  expect(placeholderFindings(text, 'huntsync.yaml')).toMatchObject(
    Array.from({ length: 5 }, () => ({ status: 'warning', remedy: expect.stringContaining('huntsync.yaml') })),
  );
});

test('what may be one’s own is not', () => {
  const text = `platforms:
  - { url: "https://splunk.example-bank.com:8089", name: example, subscriptionId: 00000000-0000-0000-0000-000000000001 }
  - { url: "https://127.0.0.1:8089", token: "\${TOKEN}", workspace: test }
`;
  expect(found(text)).toEqual([]);
});
