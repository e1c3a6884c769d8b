import { expect, test } from 'vitest';
import { extrasOf } from '../../src/classify/extras.ts';
import { classifyItem } from '../../src/classify/item.ts';

const item = {
  kind: 'item' as const,
  path: 'feed#1',
  publisher: 'Lab',
  title: 'Intrusion by the Acmex crew',
  url: 'https://lab.vendor-host.com/a',
  published: '2026-05-01',
  text: [
    'The attackers dumped the memory of LSASS with Mimikatz. Later the attackers dumped LSASS again with procdump.',
    'The actor created a scheduled task for the backdoor. The malware creates a second scheduled task for persistence.',
    'The attackers deleted shadow copies with vssadmin before the ransomware encrypted the files.',
    'The attackers moved laterally with PsExec. The actor used Kerberoasting to request service tickets.',
    'The attackers copied NTDS.dit from the domain controller. The actor ran encoded PowerShell commands.',
    'The attackers exfiltrated the data with rclone to cloud storage. The attackers disabled Microsoft Defender.',
    'The attackers cleared the event logs. The attackers tunnelled RDP through ngrok. The malware added a Run key.',
    'The attackers drop acmexload.exe into C:\\ProgramData\\Acmex\\acmexload.exe.',
  ].join('\n'),
};

test('an article gets eight hunts at most: its own, and the use cases that it is most about; the others are named', () => {
  const classification = classifyItem(item, 'Lab');
  const { article, evidence } = classification;
  expect(evidence.useCases.length).toBeGreaterThan(8);
  expect(article.hunts).toHaveLength(8);
  expect(article.hunts[0]?.useCase).toBe('UC_0_0');
  const kept = article.hunts.map(({ useCase }) => useCase);
  expect(kept).toContain('UC_LSASS');
  const left = evidence.useCases.map(({ useCase }) => useCase.id).filter((id) => !kept.includes(id));
  const told = extrasOf(item, classification).evidence?.join('\n') ?? '';
  for (const id of left) expect(told).toContain(`one too many: ${id}: `);
});

test('policy.huntsPerArticle sets another number', () => {
  expect(classifyItem(item, 'Lab', { huntsPerArticle: 4 }).article.hunts).toHaveLength(4);
  const all = classifyItem(item, 'Lab', { huntsPerArticle: 100 });
  expect(all.article.hunts.filter(({ fromCatalogue }) => fromCatalogue)).toHaveLength(all.evidence.useCases.length);
});
