import { describe, expect, test } from 'vitest';
import { fireUseCases } from '../../src/knowledge/triggers.ts';
import type { Triggers, UseCase } from '../../src/knowledge/use-case.ts';

function useCase(triggers: Triggers, id = 'UC_TEST'): UseCase {
  return {
    id,
    title: 'Test',
    phase: 'exploit',
    confidence: 'High',
    techniques: ['T1059'],
    dataNeeds: { splunk: [], sentinel: [] },
    falsePositives: [],
    references: [],
    triggers,
    queries: { kql: 'DeviceEvents' },
    tests: [],
  };
}

const evidence = (triggers: Triggers, text: string) => fireUseCases(text, [useCase(triggers)])[0]?.evidence ?? null;

describe('triggers', () => {
  test('any: the earliest in the text is the evidence', () => {
    const text = 'Nothing yet. Then lateral movement. Then PsExec.';
    expect(evidence({ any: ['psexec', 'lateral movement'] }, text)).toBe('Then lateral movement.');
    expect(evidence({ any: ['mimikatz'] }, text)).toBeNull();
  });

  test('all: each must occur, anywhere; with any, one of that too', () => {
    const all = ['macos', 'stealer'];
    expect(evidence({ all }, 'A Mac is here. macOS. A stealer.')).toBe('macOS.');
    expect(evidence({ all }, 'A stealer for Windows.')).toBeNull();
    expect(evidence({ all, any: ['keychain'] }, 'A stealer on macOS reads the keychain!')).toContain('keychain!');
    expect(evidence({ all, any: ['keychain'] }, 'A stealer on macOS.')).toBeNull();
  });

  test('none spoils its own sentence only', () => {
    const triggers = { any: ['supply chain'], none: ['supply chain management'] };
    expect(evidence(triggers, 'We sell supply-chain management software.')).toBeNull();
    expect(evidence(triggers, 'We sell supply chain management. A supply chain attack hit us.')).toBe(
      'A supply chain attack hit us.',
    );
    expect(evidence({ all: ['phish*'], none: ['simulation'] }, 'A phishing simulation.')).toBeNull();
  });

  test('near: in any order, within so many words, in one sentence', () => {
    const any = [{ near: ['disable*', 'defender'], words: 5 }];
    expect(evidence({ any }, 'The script disables Microsoft Defender first.')).not.toBeNull();
    expect(evidence({ any }, 'Defender was quickly disabled.')).not.toBeNull();
    expect(evidence({ any }, 'It disables the alarm of each and every Defender.')).toBeNull();
    expect(evidence({ any }, 'It disables alarms. Defender stays.')).toBeNull();
    expect(evidence({ any }, 'Defender. Disabled a lot of other things here, then Defender.')).toBeNull();
  });

  test('near takes phrases, and more than two', () => {
    const any = [{ near: ['help desk', 'reset*', 'mfa'], words: 10 }];
    expect(evidence({ any }, 'They had MFA reset by the help desk.')).toBe('They had MFA reset by the help desk.');
    expect(evidence({ any }, 'The help desk resets passwords.')).toBeNull();
  });

  test('use cases fire in the order of the catalogue', () => {
    const catalogue = [
      useCase({ any: ['beta'] }, 'UC_B'),
      useCase({ any: ['alpha'] }, 'UC_A'),
      useCase({ any: ['x'] }),
    ];
    expect(fireUseCases('alpha beta', catalogue).map((fired) => fired.useCase.id)).toEqual(['UC_B', 'UC_A']);
  });
});

describe('evidence', () => {
  const any = ['psexec'];

  test('a title without a full stop ends at its line', () => {
    expect(evidence({ any }, 'Gang uses PsExec again\nThe gang came back. It left.')).toBe('Gang uses PsExec again');
    expect(evidence({ any }, 'Gang comes back\n- PsExec was\nused.\n- Other tools')).toBe('PsExec was used.');
  });

  test('a wrapped sentence is one line', () => {
    expect(evidence({ any }, 'First. They ran\n    PsExec\tand  left. Last.')).toBe('They ran PsExec and left.');
  });

  test('an endless sentence is cut around the words', () => {
    const found = evidence({ any }, `${'before '.repeat(5000)}psexec${' after'.repeat(5000)}`) ?? '';
    expect(found.length).toBeLessThanOrEqual(300);
    expect(found).toMatch(/^….*psexec.*…$/);
  });

  test('what could move a cursor or hide text is not in it', () => {
    expect(evidence({ any }, 'They \u001b[31mran psexec\u202e here.')).toBe('They [31mran psexec here.');
  });

  test('file names and versions do not end a sentence', () => {
    expect(evidence({ any }, 'One. They ran psexec.exe v2.34 on it. Two.')).toBe('They ran psexec.exe v2.34 on it.');
  });
});
