import { readFileSync } from 'node:fs';
import { startupSnapshot } from 'node:v8';
import { SAMPLE_HOUR } from '../../prove/clock.ts';
import { checkKql } from '../check.ts';
import { asimParsers, defenderTables, translationRules, workspaceTables } from '../reference.ts';
import { createSchema, EMPTY_ENVIRONMENT } from '../schema.ts';
import { serveChecks } from './serve.ts';

/*
 * What Node makes the snapshot of: `node --snapshot-blob FILE --build-snapshot THIS`, given a JSON array of queries
 * (https://nodejs.org/api/cli.html#--build-snapshot). A process that is started from it has read all of the reference, and the code that
 * these queries need is compiled: it reads no file, and may lie elsewhere than where it was made.
 */
const STDIN = 0;
for (const read of [asimParsers, defenderTables, translationRules, workspaceTables]) read();
const texts: readonly string[] = JSON.parse(readFileSync(STDIN, 'utf8'));
for (const environment of [EMPTY_ENVIRONMENT, { ...EMPTY_ENVIRONMENT, product: 'defender' } as const]) {
  const schema = createSchema(environment);
  for (const text of texts) {
    const native = { entities: 'columns', timeRange: 'query' } as const;
    const unread = checkKql(text, { schema, proveAt: SAMPLE_HOUR, native }).find(({ problems }) =>
      problems.some(({ code }) => code === 'kql-unreadable'),
    );
    if (unread) throw new Error(unread.problems.map(({ message }) => message).join('; '));
  }
}

startupSnapshot.setDeserializeMainFunction(() => {
  // A terminal sends them to every process; the one that started this one ends it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.once('disconnect', () => process.exit());
  serveChecks({
    send: (said) => process.send?.(said),
    listen: (listener) => process.on('message', listener),
  });
});
