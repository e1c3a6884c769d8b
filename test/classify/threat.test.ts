import { describe, expect, it } from 'vitest';
import { correctionIn } from '../../src/classify/correction.ts';
import { classifyItem } from '../../src/classify/item.ts';

function read(title: string, text: string) {
  const { article, reasons } = classifyItem(
    { kind: 'item', path: 'f#1', publisher: 'Oak', title, url: 'https://oak.example/1', published: '2026-05-01', text },
    'feeds',
  );
  return { ...article, reasons };
}

describe('an article without a threat', () => {
  it.each([
    [
      'Webinar: from ransomware to recovery',
      'Register now for an hour with our experts. We show how attackers deploy ransomware and dump LSASS. Seats are few.',
      /invites/,
    ],
    [
      'See us at the Oak fair',
      'Visit booth 12 to see how our sensor stops ransomware, credential dumping with Mimikatz and exfiltration with rclone. Live demos daily.',
      /invites/,
    ],
    [
      'Why threat hunting needs hypotheses',
      'A good hypothesis names behaviour: scheduled tasks, PowerShell, LSASS access. This essay explains how to write one.',
      /opinion/,
    ],
    [
      'Oak named a Leader in endpoint security',
      'We are proud that the report ranks us first. Our platform blocks infostealers, phishing and Cobalt Strike. Contact sales.',
      /company/,
    ],
    [
      'Introducing Oak Guard 4: new features for your pipelines',
      'The new release is generally available. It stops supply chain attacks. Learn more in our docs.',
      /product/,
    ],
    [
      'What is DCSync? A primer for students',
      'The lesson explains how domain controllers replicate. Exercise: read the log. Attacks such as DCSync are next.',
      /teaches/,
    ],
    [
      'Ten things every SOC should log before the next incident',
      'In this guide, we list what is missed. Without it, you cannot see an attacker who runs vssadmin delete shadows. Attackers love encoded PowerShell. Tunnels are plain to see in DNS logs.',
      /teaches/,
    ],
    [
      'Survey: four in ten firms fear phishing',
      'The poll asked 900 respondents. Trends point up, says the report.',
      /survey/,
    ],
    [
      'In memoriam: a reverser of botnets',
      'She passed away on Monday. Friends remember her talks on ransomware.',
      /remembers/,
    ],
    [
      'Member of a gang sentenced to nine years',
      'The court heard that he wrote malware. Prosecutors asked for ten years. He pleaded guilty.',
      /court/,
    ],
    [
      'Not ransomware: a broken switch closed the port',
      'There is no sign of ransomware. Investigators ruled out malware and phishing.',
      /denies/,
    ],
    [
      'Tuning alerts for PsExec and AnyDesk',
      'Our admins use PsExec and AnyDesk each day. This post shows how to reduce noise of scheduled tasks.',
      /teaches/,
    ],
  ])('%s', (title, text, why) => {
    const article = read(title, text);
    expect(article).toMatchObject({ severity: 'LOW', hunts: [], noThreat: expect.stringMatching(why) });
    expect(article.reasons).toEqual([`tells of no threat: ${article.noThreat}`]);
  });
});

describe('an article with one', () => {
  it.each([
    [
      'Malware Q&A: how the Oakrat loader works',
      'The loader injects its code into explorer.exe and calls evil-oak[.]top. It then dumps the memory of LSASS and creates a scheduled task named OakUpd.',
    ],
    [
      'What we know about the attack on the port',
      'The attackers exploited a flaw in the VPN and deployed ransomware on forty servers. They stole credentials with Mimikatz first.',
    ],
    ['CISA KEV: CVE-2026-4100 — Oak Gate flaw', 'Oak Gate lets anybody in.'],
    ['[GHSA / HIGH] CVE-2026-4101: how to guide renderer runs code', 'A template may run code.'],
    [
      'Gang sentenced, its malware lives on',
      'The malware still spreads by phishing. It steals cookies from browsers and sends them to oak-c2[.]top. The hash is 9f2c1a7be0d4c3b2a1908f7e6d5c4b3a29180706f5e4d3c2b1a0918273645546.',
    ],
  ])('%s', (title, text) => {
    expect(read(title, text)).not.toHaveProperty('noThreat');
  });
});

describe('a correction', () => {
  it('makes no hunt of what it takes back, and lists none of it', () => {
    const article = read(
      'Oakrat, part 2: correction',
      'We retract the list of last week. The domain fine-oak[.]top was listed in error and is not malicious. Its hash is 9f2c1a7be0d4c3b2a1908f7e6d5c4b3a29180706f5e4d3c2b1a0918273645546.',
    );
    expect(article).toMatchObject({ severity: 'LOW', hunts: [], indicators: [] });
    expect(article.noThreat).toMatch(/^it takes back what was reported: We retract/);
  });

  it.each([
    [
      'Update on last week',
      'CORRECTION: An earlier version of this post listed cdn-oak[.]top as command and control. That was a mistake; it has been removed from the indicators.',
    ],
    [
      'Oakrat: retraction',
      'We withdraw our report. The samples were part of an exercise. The domain cdn-oak[.]top should be deleted from blocklists.',
    ],
    [
      'False positive in our feed of Monday',
      'The domain cdn-oak[.]top and the address 203.0.113[.]4 are false positives. Please remove them.',
    ],
  ])('in other words: %s', (title, text) => {
    expect(read(title, text)).toMatchObject({
      hunts: [],
      indicators: [],
      noThreat: expect.stringMatching(/^it takes back/),
    });
  });

  it.each([
    [['Malware corrected its own bug', 'The new version runs faster.']],
    [['Rules for the loader', 'Matches in the build folder are false positives.', 'The loader calls cdn-oak.top.']],
    [['Loader with a twist', 'The file was mistakenly signed by the vendor.', 'It then runs.']],
    [[]],
  ])('is none: %s', (lines) => {
    expect(correctionIn(lines.map((text) => ({ text })))).toBeNull();
  });
});
