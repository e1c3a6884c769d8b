// `node test/bench/compare.mjs FOUND.json…`: ends with 1 where a ratio is worse than the committed one by more than a third in every run that is named.
import { readFileSync } from 'node:fs';

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const committed = read(new URL('committed.json', import.meta.url));
const runs = process.argv.slice(2).map(read);

/** How many times worse than before; below 1 where it is better. */
function worsened(before, now) {
  return before.better === 'low' ? now.value / before.value : before.value / now.value;
}

const fallen = [];
for (const [what, before] of Object.entries(committed)) {
  const found = runs.flatMap((run) => run[what] ?? []);
  if (found.length === 0)
    fallen.push(`${what}: not measured any more; take it out of committed.json where that is meant`);
  else if (found.every((now) => worsened(before, now) > 1.5)) {
    fallen.push(
      `${what}: ${found.map(({ value }) => value).join(', ')}; committed ${before.value}, ${before.better} is better`,
    );
  }
}
for (const line of fallen) process.stdout.write(`${line}\n`);
process.exit(fallen.length > 0 ? 1 : 0);
