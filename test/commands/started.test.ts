import { expect, test } from 'vitest';
import { startedAs } from '../../src/commands/started.ts';

test.each([
  ['/usr/local/bin/huntsync', '/home/soc', 'huntsync'],
  ['/usr/local/lib/node_modules/huntsync/dist/cli.js', '/home/soc', 'huntsync'],
  ['C:\\Users\\soc\\AppData\\Roaming\\npm\\node_modules\\huntsync\\dist\\cli.js', 'C:\\work', 'huntsync'],
  ['/home/soc/project/node_modules/.bin/huntsync', '/home/soc/project', 'npx huntsync'],
  ['/home/soc/huntsync/dist/cli.js', '/home/soc/huntsync', 'node dist/cli.js'],
  ['/home/soc/huntsync/dist/cli.js', '/tmp', 'node /home/soc/huntsync/dist/cli.js'],
  ['/home/soc/my tools/dist/cli.js', '/tmp', 'node "/home/soc/my tools/dist/cli.js"'],
  [undefined, '/tmp', 'huntsync'],
])('%s from %s is %s', (script, cwd, typed) => {
  expect(startedAs(script, cwd)).toBe(typed);
});
