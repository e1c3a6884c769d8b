import { expect, test } from 'vitest';
import { ownTitle } from '../../src/hunts/own-title.ts';

const article = { itemId: 'item-1', title: 'A stealer hides in fake meeting invitations' };
const hunt = (heading: string, subject = article.title) => ({ title: `${heading} — ${subject}` });

test.each([
  ['Article-specific file hashes', 'File hashes'],
  ['Article-specific file hashes (2)', 'File hashes (2)'],
  ['Article-specific behavioural hunt', 'Programs, files and commands'],
  ['Article-specific exposure', 'Vulnerable hosts'],
])('“%s” is shown as what it looks for', (heading, thing) => {
  expect(ownTitle(hunt(heading), article)).toBe(`${thing} — ${article.title}`);
});

test('malware that the title does not name is named', () => {
  const names = [{ name: 'GLASSNET', kind: 'malware' as const, coined: true as const }];
  expect(ownTitle(hunt('Article-specific file hashes (2)'), { ...article, names })).toBe(
    `File hashes of GLASSNET (2) — ${article.title}`,
  );
  const title = 'GlassNet hides in invitations';
  expect(ownTitle(hunt('Article-specific senders', title), { ...article, title, names })).toBe(
    `Mail senders — ${title}`,
  );
  const two = [...names, { name: 'DUSKRAT', kind: 'malware' as const, coined: true as const }];
  expect(ownTitle(hunt('Article-specific senders'), { ...article, names: two })).toBe(
    `Mail senders — ${article.title}`,
  );
});

test('a campaign’s hunt names the campaign', () => {
  expect(ownTitle(hunt('Article-specific file hashes', 'GLASSNET'), article, { name: 'GLASSNET' })).toBe(
    'File hashes — GLASSNET',
  );
});

test('what somebody else wrote stays', () => {
  const { itemId: _, ...briefing } = article;
  expect(ownTitle(hunt('Article-specific file hashes'), briefing)).toBe(
    `Article-specific file hashes — ${article.title}`,
  );
  expect(ownTitle({ title: '[LLM] Odd logons' }, article)).toBe('Odd logons');
});

test('a long title is cut between words, though the article’s hunts have it cut anywhere', () => {
  const title = `A ${'stealer '.repeat(12)}ends`;
  const cut = [...title].slice(0, 80).join('').trim();
  expect(cut).toMatch(/ steale$/);
  expect(ownTitle(hunt('Article-specific file hashes', cut), { ...article, title })).toBe(
    `File hashes — A ${'stealer '.repeat(9)}`.trim().concat('…'),
  );
});
