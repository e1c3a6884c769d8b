import { describe, expect, test } from 'vitest';
import { findMentions } from '../../src/classify/mentions/mentions.ts';
import { namedThreats } from '../../src/classify/named.ts';
import type { SeverityFacts } from '../../src/classify/severity/facts.ts';
import { isAdvisory, scoreSeverity } from '../../src/classify/severity.ts';

function judged(text: string, facts: Partial<SeverityFacts> = {}) {
  const title = facts.title ?? 'A title';
  const { sentences } = findMentions(`${title}\n\n${text}`);
  return scoreSeverity({
    title,
    sentences,
    publisher: 'Blog',
    published: '2026-05-01',
    indicators: [],
    named: namedThreats(sentences),
    ...facts,
  });
}
const cve = (value: string) => ({ type: 'cve', value }) as const;
const ipv4 = { type: 'ipv4', value: '45.77.12.9' } as const;

test('a quiet text is LOW, for no reason', () => {
  expect(judged('The harbour opens at nine.')).toEqual({ severity: 'LOW', reasons: [] });
});

test('a campaign that steals from people’s accounts is MED at least, whatever its stealer is called', () => {
  const text = 'The operators lure people with fake fines and take what they type into the pages of their banks.';
  const judge = (title: string) => judged(text, { title, indicators: [ipv4] }).severity;
  expect(judge('Campaign for online banking theft')).toBe('MED');
  expect(judge('A look at BrineStealer')).toBe('MED');
});

test('each reason says its points', () => {
  const text =
    'Attackers exploit CVE-2026-4100 in the wild. The flaw lets unauthenticated attackers execute code on the VPN gateway. APT28 is behind it.';
  expect(judged(text, { indicators: [cve('CVE-2026-4100'), ipv4] })).toEqual({
    severity: 'CRIT',
    reasons: [
      'exploited in the wild (+4)',
      'anybody can run code (+4)',
      'it reaches what faces the internet (+1)',
      'a vulnerability of the year (+1)',
      'names APT28 (+2)',
      'lists indicators (+1)',
    ],
  });
});

describe('EPSS', () => {
  const scores = {
    date: '2026-11-01',
    byCve: new Map([
      ['CVE-2026-4100', { probability: 0.94, percentile: 0.999 }],
      ['CVE-2026-4200', { probability: 0.12, percentile: 0.93 }],
    ]),
  };
  const ofCves = (text: string, ...cves: string[]) => judged(text, { indicators: cves.map(cve), scores }).reasons;

  test('is one more reason, of the likeliest vulnerability', () => {
    expect(ofCves('A flaw.', 'CVE-2026-4200', 'CVE-2026-4100')).toEqual([
      'EPSS 0.94 (percentile 99.9) on 2026-11-01 (+2)',
      'a vulnerability of the year (+1)',
    ]);
    expect(ofCves('A flaw.', 'CVE-2026-4200')[0]).toBe('EPSS 0.12 (percentile 93.0) on 2026-11-01 (+1)');
    expect(ofCves('A flaw.', 'CVE-2026-4300')).toEqual(['a vulnerability of the year (+1)']);
  });

  test('counts for nothing where it is known that it is exploited', () => {
    expect(ofCves('The vulnerability was exploited in the wild.', 'CVE-2026-4100').slice(0, 2)).toEqual([
      'exploited in the wild (+4)',
      'EPSS 0.94 (percentile 99.9) on 2026-11-01 (+0)',
    ]);
  });
});

describe('exploited', () => {
  test('is said of a vulnerability, not of the threats of the world', () => {
    expect(judged('The malware was seen in the wild.').reasons.join()).not.toContain('exploited');
    expect(judged('The vulnerability was exploited in the wild.').reasons).toContain('exploited in the wild (+4)');
  });

  test('does not count where it is denied', () => {
    const text = 'There is no evidence that the vulnerability was exploited in the wild.';
    expect(judged(text).reasons.join()).toBe('');
    expect(judged(text, { indicators: [cve('CVE-2026-4100')] }).reasons).toEqual([
      'said not to be exploited (-1)',
      'a vulnerability of the year (+1)',
    ]);
    expect(judged(text, { indicators: [cve('CVE-2026-4100'), ipv4] }).reasons.join()).not.toContain('said not');
  });

  test('does not count where the next sentence takes it back, or where it was elsewhere', () => {
    const reasons = (text: string) => judged(text).reasons.join();
    const exploited = 'The group exploited CVE-2023-4100 in printers.';
    expect(reasons(exploited)).toContain('exploited');
    expect(reasons(`${exploited} We did not see either of these here.`)).not.toContain('exploited');
    expect(reasons('The flaw was exploited by ransomware operators in the past.')).toBe('');
  });

  test('encryption counts in other words', () => {
    expect(judged('x', { title: 'From a login to encryption in 41 hours' }).reasons.join()).toContain('encrypted');
  });

  test('a cluster or a mailbox that is taken counts', () => {
    expect(judged('x', { title: 'A gang that took over Kubernetes clusters' }).reasons.join()).toContain('cluster');
    expect(judged('x', { title: 'Mailbox theft by device codes' }).reasons.join()).toContain('data or credentials');
  });

  test('is known of an entry of the catalogue of what is', () => {
    const { severity, reasons } = judged('A flaw.', {
      title: 'CISA KEV: CVE-2026-4100 — Oak Gate',
      publisher: 'CISA KEV',
    });
    expect(reasons).toContain('known to be exploited (CISA KEV) (+4)');
    expect(severity).not.toBe('LOW');
  });
});

describe('an advisory', () => {
  const title = '[GHSA / CRITICAL] CVE-2026-4100: Oak runs what it is told';

  test('counts by its rating and its vector, and is not CRIT for being one', () => {
    const local = judged('A local user may read a file.', { title });
    expect(local).toMatchObject({ severity: 'MED', reasons: ['rated critical by the advisory (+3)'] });
    const remote = judged('Vector: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', { title });
    expect(remote.reasons).toContain('open to anybody on the network, without a login or a user (+2)');
    expect(remote.severity).toBe('HIGH');
    expect(judged('Vector: CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', { title }).severity).toBe('MED');
  });

  test('is told by its title or its publisher', () => {
    expect(isAdvisory({ title, publisher: 'x' })).toBe(true);
    expect(isAdvisory({ title: 'CISA KEV: x', publisher: 'x' })).toBe(true);
    expect(isAdvisory({ title: 'What the KEV list tells', publisher: 'Blog' })).toBe(false);
  });
});

test('an old vulnerability counts for less than a new one', () => {
  const text = 'Attackers exploit the vulnerability.';
  const old = judged(text, { indicators: [cve('CVE-2018-4100')] });
  const fresh = judged(text, { indicators: [cve('CVE-2026-4100')] });
  expect(old.reasons).toContain('its newest vulnerability is 8 years old (-2)');
  expect([old.severity, fresh.severity]).toEqual(['LOW', 'HIGH']);
});

test('one word in passing is not what an article is about', () => {
  const rest = 'The malware copies the files of the user to its server. '.repeat(30);
  const passing = judged(`The trojan runs.\nIt waits.\n${rest}It once came with ransomware.`);
  expect(passing.reasons.join()).not.toContain('encrypted');
  expect(judged(`The ransomware encrypts the servers. ${rest}`).reasons.join()).toContain('systems are encrypted');
});

describe('severity beyond malware', () => {
  const reasons = (text: string, facts: Partial<SeverityFacts> = {}) => judged(text, facts).reasons.join('; ');

  test('an old vulnerability takes nothing from an intrusion, but that it is exploited is no news', () => {
    const text = 'The intruders came through CVE-2018-4100 and copied the mailboxes of the board.';
    const old = { indicators: [cve('CVE-2018-4100'), ipv4] };
    expect(reasons(text, old)).not.toContain('years old');
    expect(reasons(text, { indicators: [cve('CVE-2018-4100')] })).toContain('8 years old (-2)');
    expect(reasons(`${text} The vulnerability was exploited by them.`, old)).toContain('8 years old (-2)');
  });

  test('what nobody exploits yet is HIGH at most, however easy', () => {
    const text =
      'CVE-2026-4100 (CVSS 9.8) lets an unauthenticated attacker execute code. Exploit code is available on GitHub. It stands on 40,000 servers.';
    expect(judged(text, { indicators: [cve('CVE-2026-4100')] })).toMatchObject({ severity: 'HIGH' });
    expect(reasons(text, { indicators: [cve('CVE-2026-4100')] })).toContain('what exploits it is public (+1)');
    const now = `${text} The vulnerability is being exploited in attacks.`;
    expect(judged(now, { indicators: [cve('CVE-2026-4100')] }).severity).toBe('CRIT');
  });

  test.each([
    ['They opened the valves of the waterworks and changed the set points.', 'machines of the physical world (+4)'],
    ['A former administrator deleted 90 virtual machines.', 'systems are encrypted or wiped (+3)'],
    ['The gang demands payment in bitcoins.', 'the victim is extorted (+3)'],
    ['Intruders copied the records of 3.4 million patients.', 'data is stolen in bulk (+3)'],
    ['Nine mailboxes were taken over and bank details changed.', 'accounts are taken over (+2)'],
    ['The hospital could not treat anybody.', 'it meets those on whom others depend (+1)'],
    ['The campaign is still active.', 'it goes on (+1)'],
    ['Our responders were called in on Sunday.', 'told by those who looked into it (+1)'],
    ['A state-sponsored group is suspected.', 'a state stands behind it (+2)'],
  ])('%s', (text, reason) => {
    const [words = '', points = ''] = reason.split(/ (?=\()/);
    const all = judged(text).reasons;
    expect(all.some((one) => one.startsWith(words) && one.endsWith(points))).toBe(true);
  });

  test('how much was stolen is no measure of how many it may meet', () => {
    expect(reasons('Hackers stole the data of 2.1 million customers.')).not.toContain('thousands');
    expect(reasons('The flaw stands on 2.1 million devices.')).toContain('thousands may meet it (+2)');
  });

  test('how far intruders came counts, and what their commands show', () => {
    const far = ['T1087.002', 'T1003.001', 'T1021.001', 'T1570', 'T1098.003'];
    expect(reasons('x', { techniques: far })).toContain('intruders move on through network or cloud (+2)');
    expect(reasons('x', { techniques: far.slice(0, 2) })).toContain('from the first machine (+1)');
    expect(reasons('x', { techniques: ['T1003.002'] })).toBe('data or credentials are stolen (+2)');
    expect(reasons('x', { techniques: ['T1053.005'] })).toBe('malware or a foothold (+1)');
    expect(reasons('x', { techniques: ['T1082'] })).toBe('');
  });

  test('traces on machines count where no indicator is listed', () => {
    expect(reasons('x', { traces: 2 })).toBe('names traces on machines (+1)');
    expect(reasons('x', { traces: 2, indicators: [ipv4] })).toBe('lists indicators (+1)');
  });

  test('what the law has stopped weighs less', () => {
    const title = 'Police in six countries take down the servers of a botnet';
    expect(reasons('Two men were arrested.', { title })).toContain('those behind it were stopped (-2)');
  });

  test('an actor in passing is not who is behind it', () => {
    const rest = 'The malware copies the files of the user to its server. '.repeat(30);
    expect(reasons(`It runs.\nIt waits.\n${rest}Once APT28 had such a tool.`)).toContain('names APT28 in passing (+1)');
    expect(reasons('It runs.', { title: 'APT28 sends mail' })).toContain('names APT28 (+2)');
  });
});
