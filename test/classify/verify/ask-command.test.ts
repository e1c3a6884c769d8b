import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { askCommand } from '../../../src/classify/verify/ask-command.ts';
import type { VerifierQuestion } from '../../../src/classify/verify/claim.ts';

const QUESTION: VerifierQuestion = {
  article: { title: '$(touch x); `y`' },
  useCase: { id: 'UC_X', title: 'X', subjects: [] },
  text: { before: '', sentence: 'Nothing.', after: '' },
};

/** A program that starts another, which holds its pipes and would outlive it, and writes down that one's process id. */
const starter = (file: string) => `
const child = require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: ['ignore', 'inherit', 'ignore'] });
require('node:fs').writeFileSync(${JSON.stringify(file)}, String(child.pid));
`;

function ask(script: string) {
  return askCommand(
    {
      command: [process.execPath, '-e', script],
      env: [],
      timeoutSeconds: 1,
      concurrency: 1,
      maxAsks: 1,
      budgetSeconds: 1,
    },
    process.env,
  );
}

test('the question comes on stdin as it is, and the answer on stdout', async () => {
  const echo = 'process.stdin.pipe(process.stdout)';
  expect(JSON.parse(await ask(echo)(QUESTION, new AbortController().signal))).toEqual(QUESTION);
});

test('one that answers without end is stopped', async () => {
  const endless = "setInterval(() => process.stdout.write('x'.repeat(10_000)), 1)";
  await expect(ask(endless)(QUESTION, new AbortController().signal)).rejects.toThrow('too long');
});

test.skipIf(process.platform === 'win32')('what a stopped command has started is stopped too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'huntsync-ask-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'pid');
  const written = async () => Number(await readFile(file, 'utf8').catch(() => ''));
  const stop = new AbortController();
  const asked = ask(starter(file))(QUESTION, stop.signal);
  await expect.poll(written).toBeGreaterThan(0);
  stop.abort(new Error('stopped'));
  await expect(asked).rejects.toThrow('stopped');
  const pid = await written();
  await expect.poll(() => isAlive(pid)).toBe(false);
});

/** One that has ended and that nobody has waited for is not alive. */
async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !/\) Z /.test(stat);
}
