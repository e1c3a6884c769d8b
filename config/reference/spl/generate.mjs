// Writes commands.json beside this file: node config/reference/spl/generate.mjs INPUT
// INPUT: JSON with `source`, `version`, `commands` and `addOnCommands`: name -> kind, risky, and where they apply first, refuse
// (why, for what is not on Splunk's own list), internal, undocumented, aliasOf, app.
import { readFileSync, writeFileSync } from 'node:fs';

const [input] = process.argv.slice(2);
if (!input) throw new Error('usage: node generate.mjs INPUT');
const { source, version, commands, addOnCommands } = JSON.parse(readFileSync(input, 'utf8'));

const line = (value) => JSON.stringify(value);
const KEPT = ['kind', 'first', 'risky', 'refuse', 'internal', 'undocumented', 'aliasOf', 'app'];
const rows = Object.entries({ ...commands, ...addOnCommands })
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, command]) => {
    const kept = Object.fromEntries(KEPT.filter((key) => command[key]).map((key) => [key, command[key]]));
    return `  ${line(name)}: ${line(kept)}`;
  });

const parts = [
  ` "source": ${line(source)}`,
  ` "licence": ${line('names and kinds are facts')}`,
  ` "version": ${line(version)}`,
  ` "commands": {\n${rows.join(',\n')}\n }`,
];
writeFileSync(new URL('commands.json', import.meta.url), `{\n${parts.join(',\n')}\n}\n`);
