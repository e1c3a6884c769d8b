import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { compiled } from '../support/compiled.ts';

/** A small package of CommonJS. */
const PACKAGE = 'safe-stable-stringify';

const folder = mkdtempSync(join(tmpdir(), 'huntsync-code-'));
const file = join(folder, 'wrapper.cjs.code');
let made: Buffer;

/** In a process of its own: V8 takes what the same process has compiled before without looking further. */
function run(name: string, { store = false, flags = [] as readonly string[] } = {}): string {
  const program = `
    import { runStored, storeCode } from ${JSON.stringify(pathToFileURL(join(compiled(), 'kql/stored-code.js')).href)};
    console.log(runStored(${JSON.stringify(name)}, ${JSON.stringify(pathToFileURL(`${folder}/`).href)}));
    if (${store}) storeCode();`;
  const options = { encoding: 'utf8', stdio: 'pipe' } as const;
  return execFileSync(process.execPath, [...flags, '--input-type=module', '--eval', program], options).trim();
}

describe('the compiled code of a package', () => {
  beforeAll(() => {
    expect(run(PACKAGE, { store: true })).toBe('false');
    made = readFileSync(file);
  });

  test('is taken from where the build kept it', () => {
    writeFileSync(file, made);
    expect(run(PACKAGE)).toBe('true');
  });

  test('is not taken where it was made of another text, or by another Node', () => {
    const other = Buffer.from(made);
    other.write('0000', 0);
    writeFileSync(file, other);
    expect(run(PACKAGE)).toBe('false');
  });

  test('is not taken where V8 refuses it: other flags, a broken file', () => {
    writeFileSync(file, made);
    expect(run(PACKAGE, { flags: ['--stack-size=500'] })).toBe('false');
    for (const broken of [made.subarray(0, 100), Buffer.concat([made.subarray(0, 64), Buffer.alloc(500)])]) {
      writeFileSync(file, broken);
      expect(run(PACKAGE)).toBe('false');
    }
  });

  test('is run once, whoever asks for it first', () => {
    const shared = `
      import { createRequire } from 'node:module';
      import { runStored } from ${JSON.stringify(pathToFileURL(join(compiled(), 'kql/stored-code.js')).href)};
      const require = createRequire(${JSON.stringify(import.meta.url)});
      const path = require.resolve(${JSON.stringify(PACKAGE)});
      runStored(${JSON.stringify(PACKAGE)});
      const first = require.cache[path];
      console.log(require(path) === first.exports, typeof first.exports.stringify);
      runStored(${JSON.stringify(PACKAGE)});
      console.log(require.cache[path] === first);`;
    const options = { encoding: 'utf8', stdio: 'pipe' } as const;
    const out = execFileSync(process.execPath, ['--input-type=module', '--eval', shared], options);
    expect(out.split('\n').slice(0, 2)).toEqual(['true function', 'true']);
  });

  test('is not missed: a package that cannot be found is told as ever', () => {
    expect(() => run('no-such-package')).toThrow(/Cannot find module/);
  });
});
