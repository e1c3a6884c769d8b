import { describe, expect, test } from 'vitest';
import { splitSentences } from '../../../src/classify/mentions/sentences.ts';
import { asideOf, deniesBefore, isHeading, sectionsAside } from '../../../src/classify/mentions/told.ts';

test.each([
  ['There is no evidence of ransomware on the servers.', 'denied'],
  ['The flaw has not been exploited.', 'denied'],
  ['Investigators ruled out phishing.', 'denied'],
  ['None of these intrusions ended in ransomware.', 'denied'],
  ['None of them is known to be exploited in the wild.', 'denied'],
  ['We did not find any web shell.', 'denied'],
  ['Our team has not yet observed lateral movement.', 'denied'],
  ['We found no malware on the laptop.', 'denied'],
  ['No customer data were encrypted.', 'denied'],
  ['- Alert on new DaemonSets.', 'advice'],
  ['Forward ESXi logs to a collector.', 'advice'],
  ['Require compliant devices.', 'advice'],
  ['Revoke refresh tokens at once.', 'advice'],
  ['Block macros in files from the internet.', 'advice'],
  ['- Enforce multi-factor authentication for remote access.', 'advice'],
  ['Organizations should restrict PowerShell.', 'advice'],
  ['We strongly recommend that you rotate all keys.', 'advice'],
  ['Our platform detects and blocks this loader.', 'product'],
  ['Join the webinar on credential dumping.', 'product'],
  ['Customers are protected against process injection.', 'product'],
  ['The experts show how the platform stops ransomware and credential dumping.', 'product'],
  ['Share on LinkedIn Share on Facebook', 'product'],
  ['The content filter can neutralize the macros inside the malicious document.', 'product'],
  ['A Sigma rule for scheduled tasks of this kind is below.', 'product'],
  ['Use email gateways to scan and remove attachments.', 'advice'],
  ['This event can be useful to monitor access to LSASS.', 'advice'],
  ['Other C2 servers can be found at: https://example.org/list.', 'reference'],
  ['For more information on this backdoor, read the first part.', 'reference'],
  ['How do attackers dump credentials?', 'question'],
])('%s counts as %s', (sentence, expected) => {
  expect(asideOf(sentence)).toBe(expected);
});

test.each([
  'The intruders blocked the update servers in the hosts file.',
  'The loader disables Windows Defender through the registry.',
  'It uses PowerShell to download the next stage.',
  'Use of PsExec was seen on four servers.',
  'The malware does not encrypt system files.',
  'The backdoor could be used to update itself.',
  'The payload is hosted in a repository on GitHub.',
  'It can detect debuggers and sandboxes.',
  'If none of the programs is installed, it downloads the loader.',
  'The user installed AnyDesk and RustDesk, none of which are approved.',
  'The sample did not find the file and left.',
  "const child = require('child_process');",
])('%s counts', (sentence) => {
  expect(asideOf(sentence)).toBeNull();
});

describe('sections', () => {
  const aside = (text: string) => sectionsAside(splitSentences(text));

  test('of advice end with the next heading', () => {
    const text = '## Mitigations\nPasswords are rotated by it.\n## Persistence\nA service is made by the dropper.';
    expect(aside(text)).toEqual([true, true, false, false]);
  });

  test('below an unmarked heading reach a dozen sentences at most', () => {
    const text = `Recommendations\n${'The attacker made one more service on the host.\n'.repeat(20)}`;
    expect(aside(text).filter(Boolean)).toHaveLength(12);
  });

  test.each(['## Any heading: even this one.', 'Technical Details', 'Stage 2'])('%s heads', (line) => {
    expect(isHeading(line)).toBe(true);
  });

  test.each(['It writes a file.', 'the loader', 'C:\\Windows\\Temp', 'A = 1'])('%s does not', (line) => {
    expect(isHeading(line)).toBe(false);
  });
});

test.each([
  ['We did not see either of these in this intrusion.', true],
  ['This campaign did not.', true],
  ['However, we found none of them here.', true],
  ['We did not see the loader again.', false],
  ['This campaign did not spare hospitals, schools or town halls in the three countries.', false],
])('%s takes back what stands before: %s', (sentence, expected) => {
  expect(deniesBefore(sentence)).toBe(expected);
});
