import { type ChildProcess, spawn } from 'node:child_process';
import type { VerifierCommand } from '../../config/classify.ts';
import type { Ask } from './verifier.ts';

/** More than an answer needs. */
const MAX_BYTES = 65_536;
/** What a program needs to run at all; nothing else of our environment is its business. */
const PASSED = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'PATHEXT', 'USERPROFILE'];

const HAS_GROUPS = process.platform !== 'win32';

/**
 * Asks a program of the user's: the question is JSON on its stdin, the answer JSON on its stdout. No shell is involved, and no text
 * of an article is in its arguments. What it writes to stderr is dropped: it may hold anything.
 */
export function askCommand({ command, env: named }: VerifierCommand, env: NodeJS.ProcessEnv): Ask {
  const [program = '', ...args] = command;
  const passed = Object.fromEntries(
    [...PASSED, ...named].flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  );
  return (question, signal) =>
    new Promise((done, fail) => {
      const child = spawn(program, args, {
        env: passed,
        shell: false,
        // A group of its own, so that what the program starts ends with it. Windows has none.
        detached: HAS_GROUPS,
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      const stop = (reason: unknown) => {
        kill(child);
        // What outlives it may hold the pipes: they must not keep us waiting.
        child.stdin.destroy();
        child.stdout.destroy();
        fail(reason);
      };
      const onAbort = () => stop(signal.reason);
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      const chunks: Buffer[] = [];
      let size = 0;
      child.on('error', fail);
      child.stdout.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MAX_BYTES) chunks.push(chunk);
        else stop(new Error('the answer is too long'));
      });
      child.on('close', (code) => {
        signal.removeEventListener('abort', onAbort);
        if (code === 0) done(Buffer.concat(chunks).toString('utf8'));
        else fail(new Error(`the command ended with ${code ?? 'a signal'}`));
      });
      // A program that answers without reading is not at fault.
      child.stdin.on('error', () => undefined);
      child.stdin.end(JSON.stringify(question));
    });
}

function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (HAS_GROUPS) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It has ended.
  }
}
