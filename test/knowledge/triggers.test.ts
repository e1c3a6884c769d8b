import { describe, expect, test } from 'vitest';
import { splitSentences } from '../../src/classify/mentions/sentences.ts';
import type { ToldSentence, ToldText } from '../../src/knowledge/told.ts';
import { fireUseCases } from '../../src/knowledge/triggers.ts';
import type { Triggers, UseCase } from '../../src/knowledge/use-case.ts';
import { wordsOf } from '../../src/knowledge/words.ts';

function useCase(triggers: Triggers, id = 'UC_TEST'): UseCase {
  return {
    id,
    title: 'Test',
    phase: 'exploit',
    confidence: 'High',
    techniques: ['T1059'],
    dataNeeds: { splunk: [], sentinel: [] },
    falsePositives: [],
    doesNotCover: [],
    references: [],
    triggers,
    queries: { kql: 'DeviceEvents' },
    tests: [],
  };
}

/** A text whose sentences all tell of an attack, but for what `mark` says of one. */
function told(text: string, mark: (sentence: string) => Partial<ToldSentence> = () => ({})): ToldText {
  const sentences = splitSentences(text).map((one) => ({ ...one, attack: 0.9, aside: null, ...mark(one.text) }));
  return { words: wordsOf(text), sentences, isMeant: () => true };
}

const evidence = (triggers: Triggers, text: string, mark?: (sentence: string) => Partial<ToldSentence>) =>
  fireUseCases(told(text, mark), [useCase(triggers)])[0]?.evidence ?? null;

describe('triggers', () => {
  test('what is quoted is the evidence, however surely another sentence tells of an attack', () => {
    const text = 'They like PsExec very much. Then psexec.exe was run.';
    const mark = (one: string) => ({ attack: one.includes('run') ? 0.5 : 0.95 });
    expect(evidence({ subjects: ['psexec'] }, text, mark)).toBe('Then psexec.exe was run.');
    expect(fireUseCases(told(text, mark), [useCase({ subjects: ['psexec'] })])[0]).toMatchObject({
      sentence: 1,
      others: [0],
    });
  });

  test("a technique's name in a table fires for that technique alone", () => {
    const triggers = { subjects: ['lsass', 'service stop'] };
    const fires = (text: string, techniques: readonly string[]) =>
      fireUseCases(told(text), [{ ...useCase(triggers), techniques }]).length > 0;
    expect(fires('A title.\n| Persistence | LSASS Driver |', ['T1003.001'])).toBe(false);
    expect(fires('A title.\n| Persistence | LSASS Driver |', ['T1547.008'])).toBe(true);
    expect(fires('A title.\n| Credential Access | LSASS Memory | T1003.001 |', ['T1003.001'])).toBe(true);
    expect(fires('A title.\n| PowerShell | T1059.001 | reads lsass |', ['T1003.001'])).toBe(true);
  });

  test('what only the title of a whole text names does not fire, unless the title speaks of an attack', () => {
    const text = `A word on PsExec.${' It rained all day.'.repeat(10)}`;
    const titled = (attack: number) => evidence({ subjects: ['psexec'] }, text, () => ({ attack }));
    expect(titled(0.35)).toBeNull();
    expect(titled(0.9)).toBe('A word on PsExec.');
    expect(evidence({ subjects: ['psexec'] }, 'A word on PsExec.', () => ({ attack: 0.35 }))).not.toBeNull();
  });

  test('what is told of elsewhere does not count', () => {
    const mark = () => ({ unspecific: 'elsewhere' as const });
    expect(evidence({ subjects: ['psexec'] }, 'They ran PsExec.', mark)).toBeNull();
    expect(evidence({ subjects: ['psexec'], possible: true }, 'They ran PsExec.', mark)).toBeNull();
  });

  test('one subject is enough; the sentence that speaks most surely of an attack is the evidence', () => {
    const subjects = ['psexec', 'lateral movement'];
    const text = 'Nothing yet. Then lateral movement. Then PsExec.';
    expect(evidence({ subjects }, text)).toBe('Then lateral movement.');
    expect(evidence({ subjects }, text, (one) => ({ attack: one.includes('PsExec') ? 0.95 : 0.5 }))).toBe(
      'Then PsExec.',
    );
    expect(evidence({ subjects: ['mimikatz'] }, text)).toBeNull();
  });

  test('a heading, a label or the title is evidence only where no sentence is', () => {
    const subjects = ['scheduled task'];
    const text =
      'Scheduled task abused\n## Scheduled task\nThe loader then creates a scheduled task for its next start.';
    expect(evidence({ subjects }, text)).toBe('The loader then creates a scheduled task for its next start.');
    expect(evidence({ subjects }, 'Nothing yet.\n## Scheduled task')).toBe('Scheduled task');
  });

  test('a text is most about what several of its sentences tell', () => {
    const often = useCase({ subjects: ['psexec'] }, 'UC_OFTEN');
    const once = useCase({ subjects: ['mimikatz'] }, 'UC_ONCE');
    const text =
      'News.\nThe actor then ran Mimikatz on it. The actor copied PsExec to hosts. He started PsExec on many of them.';
    const [first, second] = fireUseCases(told(text), [once, often]);
    expect([first?.useCase.id, second?.useCase.id]).toEqual(['UC_ONCE', 'UC_OFTEN']);
    expect(second?.weight).toBeGreaterThan(first?.weight ?? 0);
  });

  test('context stands in the same sentence or beside it', () => {
    const triggers = { subjects: ['trojanized'], context: ['installer', 'update'] };
    expect(evidence(triggers, 'A trojanized installer. Rain.')).toBe('A trojanized installer.');
    expect(evidence(triggers, 'It was trojanized. The update came late.')).toBe('It was trojanized.');
    expect(evidence(triggers, 'It was trojanized. Rain fell. The update came late.')).toBeNull();
  });

  test('an exclusion spoils its own sentence only', () => {
    const triggers = { subjects: ['supply chain'], exclusions: ['supply chain management'] };
    expect(evidence(triggers, 'We sell supply-chain management software.')).toBeNull();
    expect(evidence(triggers, 'We sell supply chain management. A supply chain attack hit us.')).toBe(
      'A supply chain attack hit us.',
    );
  });

  test('what is set aside or denied does not count', () => {
    const triggers = { subjects: ['psexec'] };
    expect(evidence(triggers, 'Block PsExec.', () => ({ aside: 'advice' }))).toBeNull();
    expect(fireUseCases({ ...told('No PsExec.'), isMeant: () => false }, [useCase(triggers)])).toEqual([]);
  });

  test('a sentence must tell of an attack, or stand beside one that surely does', () => {
    const triggers = { subjects: ['psexec'] };
    const mark =
      (own: number, other: number, aside: string | null = null) =>
      (one: string) =>
        one.includes('PsExec') ? { attack: own } : { attack: other, aside };
    const text = 'The gang came. PsExec.';
    expect(evidence(triggers, text, mark(0.3, 0))).toBe('PsExec.');
    expect(evidence(triggers, text, mark(0.2, 0.7))).toBe('PsExec.');
    expect(evidence(triggers, text, mark(0.2, 0.5))).toBeNull();
    expect(evidence(triggers, text, mark(0.05, 0.9))).toBeNull();
    expect(evidence(triggers, text, mark(0.2, 0.9, 'denied'))).toBeNull();
  });

  test('near: in any order, within so many words, in one sentence', () => {
    const subjects = [{ near: ['disable*', 'defender'], words: 5 }];
    expect(evidence({ subjects }, 'The script disables Microsoft Defender first.')).not.toBeNull();
    expect(evidence({ subjects }, 'Defender was quickly disabled.')).not.toBeNull();
    expect(evidence({ subjects }, 'It disables the alarm of each and every Defender.')).toBeNull();
    expect(evidence({ subjects }, 'It disables alarms. Defender stays.')).toBeNull();
    expect(evidence({ subjects }, 'Disabled\nDefender')).toBeNull();
    expect(evidence({ subjects }, 'Defender. Disabled a lot of other things here, then Defender.')).toBeNull();
  });

  test('near takes phrases, and more than two', () => {
    const subjects = [{ near: ['help desk', 'reset*', 'mfa'], words: 10 }];
    expect(evidence({ subjects }, 'They had MFA reset by the help desk.')).toBe('They had MFA reset by the help desk.');
    expect(evidence({ subjects }, 'The help desk resets passwords.')).toBeNull();
  });

  test('use cases fire in the order of the catalogue', () => {
    const catalogue = [
      useCase({ subjects: ['beta'] }, 'UC_B'),
      useCase({ subjects: ['alpha'] }, 'UC_A'),
      useCase({ subjects: ['x'] }),
    ];
    expect(fireUseCases(told('alpha beta'), catalogue).map((fired) => fired.useCase.id)).toEqual(['UC_B', 'UC_A']);
  });
});

describe('evidence', () => {
  const subjects = ['psexec'];

  test('a title without a full stop ends at its line', () => {
    expect(evidence({ subjects }, 'Gang uses PsExec again\nThe gang came back. It left.')).toBe(
      'Gang uses PsExec again',
    );
    expect(evidence({ subjects }, 'Gang comes back\n- PsExec was used.\n- Other tools')).toBe('PsExec was used.');
  });

  test('is one line', () => {
    expect(evidence({ subjects }, 'First. They ran   PsExec\tand  left. Last.')).toBe('They ran PsExec and left.');
  });

  test('an endless sentence is cut around the words', () => {
    const found = evidence({ subjects }, `${'before '.repeat(5000)}psexec${' after'.repeat(5000)}`) ?? '';
    expect(found.length).toBeLessThanOrEqual(300);
    expect(found).toMatch(/^….*psexec.*after/);
  });

  test('what could move a cursor or hide text is not in it', () => {
    expect(evidence({ subjects }, 'They \u001b[31mran psexec\u202e here.')).toBe('They [31mran psexec here.');
  });

  test('file names and versions do not end a sentence', () => {
    expect(evidence({ subjects }, 'One. They ran psexec.exe v2.34 on it. Two.')).toBe(
      'They ran psexec.exe v2.34 on it.',
    );
  });
});
