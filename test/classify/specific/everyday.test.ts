import { expect, test } from 'vitest';
import { isEverydayName } from '../../../src/classify/specific/everyday.ts';
import { findNames } from '../../../src/classify/specific/names.ts';
import { linesOf } from '../../../src/classify/specific/text.ts';

test.each([
  '1.vbs',
  '12.exe',
  'a1.dll',
  'Loader.dll',
  'loader2.dll',
  'Readme.exe',
  'update.dll',
  'malware.sample.ps1',
  'payload (1).exe',
])('%s may be anybody’s', (name) => expect(isEverydayName(name)).toBe(true));

test.each(['ferrowsvc.exe', 'brnlk32.dll', 'mimikatz.exe', 'AdFind.exe', 'HelpFerrow.exe', 'brine-loader.ps1'])(
  '%s is somebody’s',
  (name) => expect(isEverydayName(name)).toBe(false),
);

test('files that Windows brings are never named as an attacker’s', () => {
  const lines = linesOf('', 'It runs SyncAppvPublishingServer.vbs, CL_Invocation.ps1, ncpa.cpl and ferrowsvc.exe.');
  expect(findNames(lines, new Set()).map(({ value }) => value)).toEqual(['ferrowsvc.exe']);
});
