import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractIndicators } from '../../src/classify/indicators.ts';
import { htmlToText } from '../../src/sources/html.ts';

function found(text: string): string[] {
  return extractIndicators('A title', text).map(({ indicator: { type, value } }) => `${type} ${value}`);
}

describe('what the end of a line cuts is no indicator', () => {
  test.each([
    ['behind a hyphen', 'It calls evil-\nhost[.]top every hour'],
    ['behind a hyphen, folded into a blank', 'It calls evil- host[.]top every hour'],
    ['before a hyphen', 'It calls evil-host[.]com-\npany every hour'],
    ['before a hyphen, folded', 'It calls evil-host[.]com- pany every hour'],
    ['before a hyphen at the end', 'It calls evil-host[.]com-'],
    ['behind the dot', 'It calls evil-host[.]com[.]\nbr every hour'],
    ['before the dot', 'It calls www.evil\n[.]host[.]top every hour'],
    ['before a hyphen that opens the line', 'It calls login.evil\n-host[.]top'],
    ['in a narrow column', 'Domain\nevil-ho\nst[.]com\n45.77.12[.]9', 'ipv4 45.77.12.9'],
    ['in the last word', 'Domain\nevil-host[.]co\nm\n45.77.12[.]9', 'ipv4 45.77.12.9'],
    ['in a plain list', 'IOCs\nevil-host.com-\npany\nbad-stage.ru', 'domain bad-stage.ru'],
    ['behind a point of a plain list', 'IOCs\nevil-host.com.\nbr'],
    ['in a mailbox', 'Mail comes from bad-\nguy[@]evil-host[.]top'],
    ['in an address', 'It loads hxxp://evil-host[.]top/pa-\nth/run.ps1', 'domain evil-host.top'],
    ['in the host of an address', 'It loads hxxp://evil-host[.]com[.]\nbr/run.ps1'],
    ['of a list’s entry', 'evil-host[.]com-\n- pany'],
  ])('%s', (_, text, ...expected) => {
    expect(found(text)).toEqual(expected);
  });

  test('a hyphen that is only seen at the end of a line is none', () => {
    expect(found('It calls evil\u00ad\nhost[.]top and bad\u00adstage[.]ru')).toEqual([
      'domain evilhost.top',
      'domain badstage.ru',
    ]);
    expect(found('It calls evil\u200b-ho\u2060st[.]top')).toEqual(['domain evil-host.top']);
    expect(htmlToText('<p>evil-sam&shy;\nple[.]com, e&shy;vil</p>')).toBe('evil-sample[.]com, evil');
    expect(htmlToText('<p>evil-sam<wbr>ple[.]com</p>')).toBe('evil-sample[.]com');
  });
});

test('halves of a hash are no hashes of another kind', () => {
  const [a, b] = ['9f2c41d07be3a85611e0d4c7f3a9b258', '6c0e17d4a8f35b9276c1e04d8ab3f592'];
  expect(found(`SHA256: ${a}\n${b}`)).toEqual([]);
  expect(found(`SHA-256\n${a}${b}`)).toEqual([`sha256 ${a}${b}`]);
  expect(found(`MD5: ${a}\n${b}`)).toEqual([`md5 ${a}`, `md5 ${b}`]);
  expect(found(`SHA256:\n${a}\n`)).toEqual([`md5 ${a}`]);
});

describe('what looks like it is', () => {
  test.each([
    ['a label before a dash', 'C2- evil-host[.]top', 'domain evil-host.top'],
    ['a date before a dash', '2026-05-12- evil-host[.]top', 'domain evil-host.top'],
    ['a dash with blanks', 'evil-host[.]top - used for staging', 'domain evil-host.top'],
    ['a dash before a capital', 'evil-host[.]top- Staging', 'domain evil-host.top'],
    ['bullets without a blank', '-evil-host[.]top\n-bad-stage[.]ru', 'domain evil-host.top', 'domain bad-stage.ru'],
    ['a whole name above', 'evil-host[.]top\n-bad-stage[.]ru', 'domain evil-host.top', 'domain bad-stage.ru'],
    ['a heading of one word', 'c2-domains\nevil-host[.]top', 'domain evil-host.top'],
    ['a point that was defanged too', 'It calls evil-host[.]top[.] Then it waits', 'domain evil-host.top'],
    ['a wildcard', 'Names\n*[.]evil-host[.]top', 'domain evil-host.top'],
    ['a paragraph below', 'It calls evil-host[.]co\n\nm', 'domain evil-host.co'],
    ['a word below', 'evil-host[.]top\nstaging', 'domain evil-host.top'],
    [
      'an address and a sentence',
      'See hxxp://evil-host[.]top/a[.] It ends',
      'domain evil-host.top',
      'url http://evil-host.top/a',
    ],
    [
      'a name of two lines with marks',
      'evil-host[.]top,\nbad-stage[.]ru',
      'domain evil-host.top',
      'domain bad-stage.ru',
    ],
  ])('%s', (_, text, ...expected) => {
    expect(found(text)).toEqual(expected);
  });
});

test('wherever a hyphenation or a line’s end cuts a defanged name, no other name comes of it', () => {
  const label = fc.stringMatching(/^[a-z][a-z0-9]{3,9}$/);
  // Its beginning is no word that heads a name (`on- evil[.]com`, `C2-`): none of those has an x there.
  const first = fc.stringMatching(/^[a-z]x[a-z0-9]{2,8}$/);
  const name = fc
    .tuple(first, label, fc.constantFrom('com', 'top', 'co[.]uk'))
    .map(([a, b, end]) => `${a}-${b}[.]${end}`);
  fc.assert(
    fc.property(name, fc.nat(), fc.constantFrom('-\n', '- ', '\u00ad\n'), (whole, at, cut) => {
      // Inside of a label or of the name's end, not in a mark.
      const places = [...whole.matchAll(/(?<=[a-z0-9]{2})(?=[a-z0-9]{2})/g)].map(({ index }) => index);
      const place = places[at % places.length] ?? 1;
      const text = `Traffic went to ${whole.slice(0, place)}${cut}${whole.slice(place)} for weeks.`;
      const plain = whole.replaceAll('[.]', '.');
      expect([[], [`domain ${plain}`]]).toContainEqual(found(text));
    }),
  );
});
