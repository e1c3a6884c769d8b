import { describe, expect, it } from 'vitest';
import type { Sample, SampleFields } from '../../../src/knowledge/samples.ts';
import { minutesOf } from '../../../src/prove/rows.ts';
import { VARIANT_KINDS, variantsOf } from '../../../src/prove/variants/index.ts';

const CONTEXT = {
  language: 'x',
  query: '',
  allowed: [],
  now: new Date('2027-03-10T10:23:00Z'),
  reach: 24 * 60,
};

function sample(fields: SampleFields, ...minutes: readonly number[]): Sample {
  const times = minutes.length === 0 ? [60] : minutes;
  const events = times.map((minutesAgo) => ({ kind: 'process' as const, fields, native: {}, minutesAgo }));
  return { name: 's', events, rows: {}, lookups: {} };
}

/** The changed fields of the first event, by kind of variant. */
function changes(fields: SampleFields, context = {}): Record<string, SampleFields[]> {
  const found: Record<string, SampleFields[]> = {};
  for (const { kind, sample: made } of variantsOf(sample(fields), { ...CONTEXT, ...context })) {
    const own = Object.entries(made.events[0]?.fields ?? {}).filter(([name, value]) => value !== fields[name]);
    if (own.length > 0) found[kind] = [...(found[kind] ?? []), Object.fromEntries(own)];
  }
  return found;
}

describe('variants of what a program does', () => {
  it('of Windows', () => {
    const found = changes({ name: 'vssadmin.exe', commandLine: 'vssadmin.exe delete shadows /all /quiet' });
    expect(found).toEqual({
      'letter-case': [{ name: 'VSSADMIN.EXE', commandLine: 'VSSADMIN.EXE DELETE SHADOWS /ALL /QUIET' }],
      'argument-order': [{ commandLine: 'vssadmin.exe delete shadows /quiet /all' }],
      'full-path': [{ commandLine: 'C:\\Windows\\System32\\vssadmin.exe delete shadows /all /quiet' }],
      'quoted-path': [{ commandLine: '"C:\\Windows\\System32\\vssadmin.exe" delete shadows /all /quiet' }],
      'bare-name': [{ commandLine: 'vssadmin delete shadows /all /quiet' }],
    });
  });

  it('of Unix', () => {
    const found = changes({ name: 'python3', commandLine: "python3 -c 'import os'", parentName: 'bash' });
    expect(found).toEqual({
      'interpreter-version': [{ name: 'python3.11', commandLine: "python3.11 -c 'import os'" }],
      'full-path': [{ commandLine: "/usr/bin/python3 -c 'import os'" }],
    });
  });

  it.each([
    ['what encoded text says', 'powershell.exe -enc QUJDRA==', 'POWERSHELL.EXE -ENC QUJDRA=='],
    ['addresses', 'curl.exe -o a.bin http://host.example/Path', 'CURL.EXE -o a.bin http://host.example/Path'],
    ['the number of a repeated event', 'run.exe --job {n}', 'RUN.EXE --job {n}'],
  ])('leaves the letters of %s', (_, commandLine, expected) => {
    expect(changes({ name: 'a.exe', commandLine })['letter-case']?.[0]?.['commandLine']).toBe(expected);
  });

  it.each([
    ['options with their values', 'rar a -r -hp1 out.rar in', 'rar a -hp1 -r out.rar in'],
    ['nothing behind a shell that runs the rest', 'cmd /c del /q /f a', undefined],
    ['options before it', 'powershell -nop -w hidden -c "a -b -c"', 'powershell -w hidden -nop -c "a -b -c"'],
    ['nothing behind an interpreter that runs it', "perl -w -n -e 'print -a -b'", "perl -n -w -e 'print -a -b'"],
    ['no single option', 'tool -a', undefined],
    ['no path of Unix', 'cat /etc/passwd /etc/shadow', undefined],
  ])('reorders %s', (_, commandLine, expected) => {
    expect(changes({ name: 'a', commandLine })['argument-order']?.[0]?.['commandLine']).toBe(expected);
  });

  it('makes paths of 64-bit systems', () => {
    expect(
      changes({ name: 'a.exe', path: 'C:\\Windows\\System32\\a.exe', commandLine: 'a.exe' })['64-bit-path'],
    ).toEqual([{ path: 'C:\\Windows\\SysWOW64\\a.exe' }]);
  });
});

describe('look-alikes of names on an allow-list', () => {
  const fields = { name: 'curl', commandLine: 'curl https://192.0.2.7/x' };

  it('in the place of the host, and in a comment', () => {
    const found = changes(fields, { allowed: ['contoso\\.com$', '*.contoso.com', 'svc_backup', 'agent.exe'] });
    expect(found['look-alike-name']).toEqual([
      { commandLine: 'curl https://contoso.com.evil.test/x' },
      { commandLine: 'curl https://evil-contoso.com/x' },
    ]);
    expect(found['allowed-name-elsewhere']).toEqual([{ commandLine: 'curl https://192.0.2.7/x # contoso.com' }]);
  });

  it('but not of a host that the query looks for', () => {
    const looked = { name: 'curl', commandLine: 'curl https://api.example.org/x' };
    expect(changes(looked, { allowed: ['contoso.com'], query: 'where x has "example.org"' })['look-alike-name']).toBe(
      undefined,
    );
  });
});

describe('variants in time', () => {
  const earlier = (kind: string, ...minutes: readonly number[]) =>
    variantsOf(sample({ name: 'a' }, ...minutes), CONTEXT)
      .filter((variant) => variant.kind === kind)
      .map((variant) => variant.earlier);

  it('put the beginning of an hour between two events', () => {
    const [shift = 0] = earlier('bucket-edge', 60, 50);
    // At 10:23, an hour begins 23 or 83 minutes before.
    expect([60 + shift, 50 + shift].map((minutes) => Math.ceil((minutes - 23) / 60))).toEqual([2, 1]);
    expect(earlier('bucket-edge', 60)).toEqual([]);
    expect(earlier('bucket-edge', 60, 60)).toEqual([]);
  });

  it('put the last event at the end of the window, and the first at its start', () => {
    expect(earlier('window-end', 60, 50)).toEqual([-49.5]);
    expect(earlier('window-start', 60, 50)).toEqual([24 * 60 - 1 - 60]);
    expect(earlier('window-start', 7200, 50)).toEqual([]);
  });
});

it('every kind that is made is described', () => {
  const made = variantsOf(
    sample({ name: 'python3', path: 'C:\\Windows\\System32\\python3', commandLine: 'a.exe -a -b http://x' }, 60, 50),
    {
      ...CONTEXT,
      allowed: ['contoso.com'],
    },
  );
  expect(made.map(({ kind }) => kind).filter((kind) => !Object.hasOwn(VARIANT_KINDS, kind))).toEqual([]);
  expect(minutesOf(made[0]?.sample as Sample, 'x')).toEqual([60, 50]);
});
