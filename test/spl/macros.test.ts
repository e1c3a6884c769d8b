import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lex } from '../../src/spl/lexer.ts';
import { parseMacrosConf, readMacroCall, shippedMacros } from '../../src/spl/macros.ts';
import { check, problems, processes } from './support.ts';

const conf = readFileSync(new URL('../../splunk_app/default/macros.conf', import.meta.url), 'utf8');

describe('splunk_app/default/macros.conf', () => {
  const macros = shippedMacros();

  test('defines what the hunts lean on', () => {
    for (const signature of [
      'summariesonly',
      'drop_dm_object_name(1)',
      'security_content_ctime(1)',
      'security_content_summariesonly',
      'sysmon',
    ]) {
      expect(macros.has(signature)).toBe(true);
    }
  });

  test('is a clean conf file: no duplicate stanza or key, no continuation, no trailing space, every stanza a definition', () => {
    const stanzas = [...conf.matchAll(/^\[(.+)\]$/gm)].map(([, stanza]) => stanza);
    expect(new Set(stanzas).size).toBe(stanzas.length);
    expect([...macros.keys()]).toEqual(stanzas);
    expect(conf).not.toMatch(/[ \t\\]$/m);
    for (const block of conf.split(/^\[/m).slice(1)) expect(block.match(/^definition = /gm)).toHaveLength(1);
  });

  test.each([...macros])(
    '%s has as many arguments as its name says, uses each, and starts with no pipe',
    (signature, macro) => {
      expect(signature).toBe(macro.args.length === 0 ? macro.name : `${macro.name}(${macro.args.length})`);
      for (const arg of macro.args) expect(macro.definition).toContain(`$${arg}$`);
      expect(macro.definition).toMatch(/^[^|]+$/);
      expect(macro.definition.match(/\$\w+\$/g) ?? []).toHaveLength(macro.args.length);
    },
  );

  test.each([...macros.values()].filter(({ kind }) => kind === 'terms'))(
    '$name is a search that passes the checks by itself',
    ({ definition }) => {
      expect(check(definition)).toMatchObject({ verdict: 'ready', problems: [] });
    },
  );

  test.each([...macros.values()].filter(({ kind }) => kind === 'command'))(
    '$name is a command that passes the checks behind a pipe',
    ({ definition, args }) => {
      const expanded = args.reduce((text, arg) => text.replaceAll(`$${arg}$`, 'x'), definition);
      expect(check(`index=main | ${expanded}`)).toMatchObject({ verdict: 'ready', problems: [] });
    },
  );
});

test('parseMacrosConf reads arguments and tells kinds apart', () => {
  const read = parseMacrosConf(
    '# c\n[a(2)]\nargs = x, y\ndefinition = eval $x$=$y$\n[b]\ndefinition = (index=b)\n[c]\ndefinition = x=t\n',
  );
  expect([...read.values()]).toEqual([
    { name: 'a', args: ['x', 'y'], definition: 'eval $x$=$y$', kind: 'command' },
    { name: 'b', args: [], definition: '(index=b)', kind: 'terms' },
    { name: 'c', args: [], definition: 'x=t', kind: 'argument' },
  ]);
});

describe('readMacroCall', () => {
  const read = (source: string) => {
    const [token] = lex(source);
    return token && readMacroCall(token);
  };
  test.each([
    ['`m`', 'm', []],
    ['`m()`', 'm', []],
    ['`m(a, "b, c")`', 'm', ['a', '"b, c"']],
    ['`m(a,\n  b)`', 'm', ['a', 'b']],
    ['`m("a\\"b,c")`', 'm', ['"a\\"b,c"']],
  ])('%j', (source, name, args) => {
    expect(read(source)).toMatchObject({ name, args });
  });
  test.each(['``', '` m`', '`m `', '`m (a)`', '`m x`', '`| delete`', '`m(a`', '`1+1`', '`m)`'])(
    '%j is no call',
    (source) => {
      expect(read(source)).toBeNull();
    },
  );
});

describe('macros in searches', () => {
  test('one that nobody defines is rejected, with what would help', () => {
    const query = check('`get_asset(dest)` index=main');
    expect(query.verdict).toBe('rejected');
    expect(query.problems[0]?.message).toContain('environment.splunk.macros');
    expect(check(processes('Processes.user=x').replace('(Processes)', '(a,b)')).problems[0]?.message).toContain(
      'defined with 1',
    );
  });

  test('one that the configuration lists is taken as there, with that many arguments', () => {
    const source = 'index=main | `get_asset(dest)`';
    expect(check(source, { macros: ['get_asset(1)'] }).verdict).toBe('ready');
    expect(check(source, { macros: ['get_asset ( 1 )'] }).verdict).toBe('ready');
    expect(check(source, { macros: ['get_asset', 'get_asset(2)'] }).verdict).toBe('rejected');
  });

  test.each([
    ['index=main | `sysmon`', '1:14 spl-macro-position'],
    ['index=main `drop_dm_object_name(x)`', '1:12 spl-macro-position'],
    ['| `security_content_ctime(x)`', '1:3 spl-command-position'],
    ['index=main `a b`', '1:12 spl-macro-call'],
    ['index=main | `security_content_ctime("a | b")`', '1:14 spl-macro-argument'],
  ])('%s: %s', (source, problem) => {
    const query = check(source);
    expect(query.verdict).toBe('rejected');
    expect(problems(query)).toContain(problem);
  });

  test('quotes, backticks inside strings included, keep text from being a macro', () => {
    expect(check(processes('Processes.process="*`id`*"'))).toMatchObject({ verdict: 'ready', problems: [] });
  });
});
