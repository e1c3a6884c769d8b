import { describe, expect, it } from 'vitest';
import { committed, committedJson, generator, hasShared, sharedJson, UNLESS_SHARED } from './generator.ts';

interface Generator {
  generateCommands(facts: object): string;
  compareWithPage(facts: object, page: string): { readonly missing: string[]; readonly gone: string[] };
}

const { generateCommands, compareWithPage } = await generator<Generator>('spl/generate.mjs');

const facts = {
  source: 'made up',
  version: '1.0',
  commands: {
    warble: { kind: 'streaming', risky: false, kindBy: 'us' },
    hatch: { kind: 'generating', risky: true, first: true },
    molt: { kind: 'other', undocumented: true },
  },
  addOnCommands: { brood: { kind: 'other', risky: false, refuse: 'runs a program', app: 'Birds' } },
};

describe('spl/generate.mjs', () => {
  it('keeps what a check needs', () => {
    expect(generateCommands(facts)).toBe(`{
 "source": "made up",
 "licence": "names and kinds are facts",
 "version": "1.0",
 "commands": {
  "brood": {"kind":"other","refuse":"runs a program","app":"Birds"},
  "hatch": {"kind":"generating","first":true,"risky":true},
  "molt": {"kind":"other","undocumented":true},
  "warble": {"kind":"streaming"}
 }
}
`);
  });

  it('tells what the page of the quick reference has more or less, in HTML and in Markdown', () => {
    const html =
      '<table><tr><td><a href="/hatch">hatch</a></td><td>Makes events. Runs first.</td><td><a>perch</a>, <a>brood</a></td></tr></table>';
    const markdown = '| Command | Description |\n|---|---|\n| [hatch](/hatch) | Makes events. |\n| `perch` | Sits. |\n';
    for (const page of [html, markdown]) {
      expect(compareWithPage(facts, page)).toEqual({ missing: ['perch'], gone: ['warble'] });
    }
  });

  it('makes the committed file of its own facts', () => {
    expect(generateCommands(committedJson('spl/commands.json'))).toBe(committed('spl/commands.json'));
  });

  it.skipIf(!hasShared)(`makes the committed file of the extract ${UNLESS_SHARED}`, () => {
    expect(generateCommands(sharedJson('spl-commands.json'))).toBe(committed('spl/commands.json'));
  });
});
