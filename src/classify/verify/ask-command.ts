import { spawn } from 'node:child_process';
import type { VerifierCommand } from '../../config/classify.ts';
import type { Ask } from './verifier.ts';

/** More than an answer needs. */
const MAX_BYTES = 65_536;
/** What a program needs to run at all; nothing else of our environment is its business. */
const PASSED = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'PATHEXT', 'USERPROFILE'];

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
        signal,
        killSignal: 'SIGKILL',
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      const chunks: Buffer[] = [];
      let size = 0;
      child.on('error', fail);
      child.stdout.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MAX_BYTES) chunks.push(chunk);
        else child.kill('SIGKILL');
      });
      child.on('close', (code) => {
        if (size > MAX_BYTES) fail(new Error('the answer is too long'));
        else if (code === 0) done(Buffer.concat(chunks).toString('utf8'));
        else fail(new Error(`the command ended with ${code ?? 'a signal'}`));
      });
      // A program that answers without reading is not at fault.
      child.stdin.on('error', () => undefined);
      child.stdin.end(JSON.stringify(question));
    });
}
