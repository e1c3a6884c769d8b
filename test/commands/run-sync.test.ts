import { describe, expect, test } from 'vitest';
import { acceptance } from '../../src/commands/run-sync.ts';

const HASH = 'f'.repeat(64);
const UNSAFE = { planHash: HASH, refusals: ['splunk: the plan would update 9'] };

describe('the command that applies a refused plan', () => {
  test('keeps what chose the plan: the configuration, the platforms, the shard', () => {
    const options = { config: '/etc/huntsync/soc.yaml', platform: ['a', 'b'], shard: '2/3', run: 'new' as const };
    expect(acceptance(UNSAFE, options)).toBe(
      `huntsync sync --config /etc/huntsync/soc.yaml --platform a --platform b --shard 2/3 --run new --plan-hash ${HASH} --force`,
    );
  });

  test('is as short as it may be', () => {
    expect(acceptance(UNSAFE, { config: 'huntsync.yaml' })).toBe(`huntsync sync --plan-hash ${HASH} --force`);
    const other = { planHash: HASH, refusals: [`The plan is not the reviewed one: its hash is ${HASH}`] };
    expect(acceptance(other, {})).toBe(`huntsync sync --plan-hash ${HASH}`);
  });

  test('can be pasted into a shell, whatever the names', () => {
    expect(acceptance(UNSAFE, { config: './my soc.yaml', platform: ["o'neil; rm"] })).toContain(
      "--config './my soc.yaml' --platform 'o'\\''neil; rm' --plan-hash",
    );
  });
});
