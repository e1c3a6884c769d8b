import { expect, test } from 'vitest';
import { classifyItem } from '../../../src/classify/item.ts';
import type { Claim } from '../../../src/classify/verify/claim.ts';
import { type ClassifyWithVetoes, verifiedClassifier } from '../../../src/classify/verify/verified.ts';
import type { Verifier } from '../../../src/classify/verify/verifier.ts';
import type { ItemDocument } from '../../../src/sources/source.ts';

const ITEM: ItemDocument = {
  kind: 'item',
  path: 'feed#1',
  publisher: 'Lab',
  title: 'The intruders stayed for a week',
  url: 'https://lab.example/1',
  published: '2026-05-01',
  text: 'The attackers got in by a stolen password. The attackers dumped the memory of LSASS and created a scheduled task. On a second host the malware dumped the memory of LSASS again.',
};
const classify: ClassifyWithVetoes = (item, origin, vetoes) => classifyItem(item, origin, { vetoes });

/** Vetoes what the test says. */
function fake(vetoes: (claim: Claim) => boolean): Verifier & { readonly asked: Claim[] } {
  const asked: Claim[] = [];
  return {
    asked,
    async judge(claims) {
      asked.push(...claims);
      return claims.map((claim) => {
        const { useCase, text } = claim.question;
        if (!vetoes(claim)) return null;
        return { useCase: useCase.id, sentence: claim.sentence, quote: text.sentence.slice(0, 24), reason: 'Not so.' };
      });
    },
    finish: async () => [{ code: 'verifier-failed', message: 'once' }],
  };
}

async function huntsWith(verifier: Verifier) {
  const verified = await verifiedClassifier([{ item: ITEM, origin: 'feed' }], classify, verifier);
  const { article } = verified.classify(ITEM, 'feed');
  const useCases = article.hunts.map(({ useCase }) => useCase).filter((id) => id !== null);
  return { article, useCases, problems: verified.problems };
}

test('each use case that fires is asked about, with its sentence and those beside it', async () => {
  const verifier = fake(() => false);
  const { useCases, article, problems } = await huntsWith(verifier);
  expect(useCases).toEqual(expect.arrayContaining(['UC_LSASS', 'UC_SCHEDULED_TASK']));
  expect(verifier.asked.map(({ question }) => question.useCase.id).sort()).toEqual([...useCases].sort());
  const lsass = verifier.asked.find(({ question }) => question.useCase.id === 'UC_LSASS');
  expect(lsass?.question.article.title).toBe(ITEM.title);
  expect(lsass?.question.useCase.subjects.length).toBeGreaterThan(0);
  expect(Object.values(lsass?.question.text ?? {}).join(' ')).toContain('dumped the memory of LSASS');
  expect([article.problems, problems]).toEqual([[], [{ code: 'verifier-failed', message: 'once' }]]);
});

test('a veto takes the use case out, and the article says so', async () => {
  const { useCases, article } = await huntsWith(fake(({ question }) => question.useCase.id === 'UC_SCHEDULED_TASK'));
  expect(useCases).toContain('UC_LSASS');
  expect(useCases).not.toContain('UC_SCHEDULED_TASK');
  expect(article.problems).toEqual([
    {
      code: 'use-case-vetoed',
      path: 'feed#1',
      message: 'The verifier vetoed UC_SCHEDULED_TASK on “The attackers dumped the”: Not so.',
    },
  ]);
});

test('a veto is of one sentence: another that fires the use case is asked about in turn', async () => {
  let first: number | undefined;
  const once = fake(({ question, sentence }) => {
    if (question.useCase.id !== 'UC_LSASS') return false;
    first ??= sentence;
    return sentence === first;
  });
  const kept = await huntsWith(once);
  const asked = once.asked.filter(({ question }) => question.useCase.id === 'UC_LSASS').map(({ sentence }) => sentence);
  expect(new Set(asked).size).toBe(2);
  expect(kept.useCases).toContain('UC_LSASS');
  expect(kept.article.problems).toHaveLength(1);

  const gone = await huntsWith(fake(({ question }) => question.useCase.id === 'UC_LSASS'));
  expect(gone.useCases).not.toContain('UC_LSASS');
  expect(gone.article.problems).toHaveLength(2);
});

test('an article that cannot be classified is left to whoever asks for it', async () => {
  const broken: ClassifyWithVetoes = () => {
    throw new Error('broken');
  };
  const verified = await verifiedClassifier(
    [{ item: ITEM, origin: 'feed' }],
    broken,
    fake(() => true),
  );
  expect(() => verified.classify(ITEM, 'feed')).toThrow('broken');
});
