import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Claim } from '../../../src/classify/verify/claim.ts';
import { createVerifier, type VerifierDeps } from '../../../src/classify/verify/verifier.ts';
import { classifySettings, type VerifierConfig } from '../../../src/config/classify.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'huntsync-verifier-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function settings(given: object): VerifierConfig {
  return classifySettings.parse({ verifier: given }).verifier as VerifierConfig;
}

function claim(sentence: string, id = 'UC_LSASS', at = 0): Claim {
  return {
    sentence: at,
    question: {
      article: { title: 'A title' },
      useCase: { id, title: 'LSASS memory dump', subjects: ['lsass'] },
      text: { before: '', sentence, after: '' },
    },
  };
}

const SOLD = 'Our product stops $(touch pwned) whoever dumps LSASS.';
const TOLD = 'The attackers dumped LSASS.';

/** A real program: vetoes what a product does, and writes down what it was given. */
function script(dir: string, body: string): string[] {
  const file = join(dir, 'verifier.mjs');
  writeFileSync(file, body);
  return [process.execPath, file];
}
const VETO_SALES = (log: string) => `import { appendFileSync } from 'node:fs';
let text = '';
for await (const chunk of process.stdin) text += chunk;
const { text: { sentence }, useCase } = JSON.parse(text);
appendFileSync(${JSON.stringify(log)}, JSON.stringify({ id: useCase.id, argv: process.argv.slice(2), env: Object.keys(process.env) }) + '\\n');
process.stdout.write(JSON.stringify({ veto: sentence.includes('product'), quote: sentence.slice(0, 20), reason: 'It sells.' }));
`;

const deps = (more: Partial<VerifierDeps> = {}): VerifierDeps => ({
  env: { PATH: process.env['PATH'], SPLUNK_TOKEN: 'not-yours', MODEL_KEY: 'yours' },
  now: () => new Date('2026-11-01T00:00:00Z'),
  ...more,
});

test('a command is asked on stdin, without a shell or our environment, and what it vetoes by a true quote counts', async () => {
  const dir = folder();
  const log = join(dir, 'log');
  const verifier = createVerifier(
    settings({ command: [...script(dir, VETO_SALES(log)), '--mine'], env: ['MODEL_KEY'] }),
    deps(),
  );
  expect(await verifier.judge([claim(TOLD), claim(SOLD, 'UC_LSASS', 4)])).toEqual([
    null,
    { useCase: 'UC_LSASS', sentence: 4, quote: SOLD.slice(0, 20).trim(), reason: 'It sells.' },
  ]);
  expect(await verifier.finish()).toEqual([]);
  const seen = readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(seen).toHaveLength(2);
  for (const { argv, env } of seen) {
    expect(argv).toEqual(['--mine']);
    expect(env).toContain('MODEL_KEY');
    expect(env).not.toContain('SPLUNK_TOKEN');
  }
  expect(readdirSync(dir).sort()).toEqual(['log', 'verifier.mjs']);
});

test('answers are kept by content, readable by nobody else, and another verifier has its own', async () => {
  const dir = folder();
  const log = join(dir, 'log');
  const cacheDir = join(dir, 'cache');
  const command = script(dir, VETO_SALES(log));
  const asked = () => readFileSync(log, 'utf8').trim().split('\n').length;
  const judge = async (config: object, claims: readonly Claim[]) => {
    const verifier = createVerifier(settings(config), deps({ cacheDir }));
    const judged = await verifier.judge(claims);
    expect(await verifier.finish()).toEqual([]);
    return judged.map((veto) => veto !== null);
  };
  expect(await judge({ command }, [claim(SOLD), claim(TOLD), claim(TOLD)])).toEqual([true, false, false]);
  expect(asked()).toBe(2);
  expect(await judge({ command }, [claim(TOLD), claim(SOLD, 'UC_LSASS', 9)])).toEqual([false, true]);
  expect(asked()).toBe(2);
  await judge({ command: [...command, 'other'] }, [claim(TOLD)]);
  expect(asked()).toBe(3);
  const files = readdirSync(join(cacheDir, 'verifier'));
  expect(files).toHaveLength(2);
  for (const file of files) expect(statSync(join(cacheDir, 'verifier', file)).mode & 0o777).toBe(0o600);
  for (const file of files) writeFileSync(join(cacheDir, 'verifier', file), '{"version":1,"answers":{"x":1}}');
  expect(await judge({ command }, [claim(SOLD)])).toEqual([true]);
  expect(asked()).toBe(4);
});

test.each<[string, string, RegExp]>([
  ['ends with a fault', 'process.exit(3)', /the command ended with 3/],
  ['says something else', 'process.stdout.write("no idea")', /the answer is no JSON object/],
  ['says too much', 'process.stdout.write("x".repeat(200_000))', /the answer is too long/],
  ['says nothing in time', 'setInterval(() => {}, 1000)', /it took too long/],
])('a command that %s changes nothing and is told once, with a count', async (_, body, reason) => {
  const verifier = createVerifier(settings({ command: script(folder(), body), timeoutSeconds: 1 }), deps());
  expect(await verifier.judge([claim(SOLD), claim(TOLD)])).toEqual([null, null]);
  const problems = await verifier.finish();
  expect(problems).toEqual([{ code: 'verifier-failed', message: expect.stringMatching(reason) }]);
  expect(problems[0]?.message).toContain('no answer to 2 of 2 questions');
});

test('a program that is not there changes nothing', async () => {
  const verifier = createVerifier(settings({ command: [join(folder(), 'none')] }), deps());
  expect(await verifier.judge([claim(SOLD)])).toEqual([null]);
  expect(await verifier.finish()).toEqual([expect.objectContaining({ code: 'verifier-failed' })]);
});

test('a run asks no more than it may, and a later one asks on', async () => {
  const dir = folder();
  const command = script(dir, VETO_SALES(join(dir, 'log')));
  const run = async () => {
    const verifier = createVerifier(settings({ command, maxAsks: 2 }), deps({ cacheDir: join(dir, 'cache') }));
    const judged = await verifier.judge([1, 2, 3].map((n) => claim(`Our product stops thing ${n} of LSASS.`)));
    return [judged.filter((veto) => veto !== null).length, (await verifier.finish()).map(({ code }) => code)];
  };
  expect(await run()).toEqual([2, ['verifier-budget']]);
  expect(await run()).toEqual([3, []]);
});

test('a run asks no longer than it may', async () => {
  const dir = folder();
  let now = new Date('2026-11-01T00:00:00Z');
  const config = settings({ command: script(dir, VETO_SALES(join(dir, 'log'))), budgetSeconds: 60 });
  const verifier = createVerifier(config, deps({ now: () => now }));
  expect(await verifier.judge([claim(SOLD)])).not.toEqual([null]);
  now = new Date('2026-11-01T00:01:01Z');
  expect(await verifier.judge([claim(`${SOLD} Again.`)])).toEqual([null]);
  expect((await verifier.finish()).map(({ code }) => code)).toEqual(['verifier-budget']);
});

interface Posted {
  readonly headers: IncomingMessage['headers'];
  readonly body: { model: string; messages: { role: string; content: string }[] };
}

async function endpoint(answer: (posted: Posted, response: ServerResponse) => void) {
  const posted: Posted[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    posted.push({ headers: request.headers, body: JSON.parse(text || '{}') });
    answer(posted.at(-1) as Posted, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/chat/completions`, posted };
}

const completion = (content: string) => JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] });

test('an endpoint gets the texts as data in the user message, with the key, and its veto counts', async () => {
  const { url, posted } = await endpoint((_, response) =>
    response.end(
      completion(`\`\`\`json\n${JSON.stringify({ veto: true, quote: 'Our product stops', reason: 'Sales.' })}\n\`\`\``),
    ),
  );
  const verifier = createVerifier(settings({ url, model: 'm1', apiKey: 'key-12345' }), deps());
  expect(await verifier.judge([claim(SOLD, 'UC_LSASS', 2)])).toEqual([
    { useCase: 'UC_LSASS', sentence: 2, quote: 'Our product stops', reason: 'Sales.' },
  ]);
  expect(await verifier.finish()).toEqual([]);
  const [{ headers, body } = { headers: {}, body: { model: '', messages: [] } }] = posted;
  expect([headers['authorization'], body.model]).toEqual(['Bearer key-12345', 'm1']);
  expect(body.messages.map(({ role }) => role)).toEqual(['system', 'user']);
  expect(body.messages[0]?.content).not.toContain('$(touch pwned)');
  expect(JSON.parse(body.messages[1]?.content ?? '')).toEqual(claim(SOLD).question);
});

test.each<[string, (response: ServerResponse) => void, RegExp]>([
  ['refuses', (response) => response.writeHead(401).end('key-12345'), /the endpoint answered 401/],
  ['answers no JSON', (response) => response.end('<html>'), /the endpoint answered no JSON/],
  ['answers no message', (response) => response.end('{"choices":[]}'), /the endpoint answered no message/],
  ['breaks off', (response) => response.destroy(), /./],
  ['sends elsewhere', (response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(), /./],
  ['says too much', (response) => response.end('x'.repeat(300_000)), /the answer is too long/],
  ['says nothing in time', () => undefined, /it took too long/],
])('an endpoint that %s changes nothing, and its key is not told', async (_, answer, reason) => {
  const { url } = await endpoint((_posted, response) => answer(response));
  const verifier = createVerifier(settings({ url, model: 'm', apiKey: 'key-12345', timeoutSeconds: 1 }), deps());
  expect(await verifier.judge([claim(SOLD)])).toEqual([null]);
  const problems = await verifier.finish();
  expect(problems).toEqual([{ code: 'verifier-failed', message: expect.stringMatching(reason) }]);
  expect(JSON.stringify(problems)).not.toContain('key-12345');
});

test('so many questions at a time as it may', async () => {
  let open = 0;
  let most = 0;
  const { url } = await endpoint((_, response) => {
    open += 1;
    most = Math.max(most, open);
    setTimeout(() => {
      open -= 1;
      response.end(completion('{"veto":false}'));
    }, 20);
  });
  const verifier = createVerifier(settings({ url, model: 'm', concurrency: 3 }), deps());
  await verifier.judge(Array.from({ length: 12 }, (_, n) => claim(`Sentence ${n}`)));
  expect([most, await verifier.finish()]).toEqual([3, []]);
});

test('an abort ends it', async () => {
  const { url } = await endpoint(() => undefined);
  const controller = new AbortController();
  const judging = createVerifier(settings({ url, model: 'm' }), deps()).judge([claim(SOLD)], controller.signal);
  controller.abort(new Error('enough'));
  await expect(judging).rejects.toThrow('enough');
});

test('a key goes over http to this machine only', () => {
  const parse = (url: string, apiKey?: string) =>
    classifySettings.safeParse({ verifier: { url, model: 'm', ...(apiKey ? { apiKey } : {}) } }).success;
  expect(parse('http://models.corp.example/v1/chat/completions', 'key')).toBe(false);
  expect(parse('http://models.corp.example/v1/chat/completions')).toBe(true);
  expect(parse('https://models.corp.example/v1/chat/completions', 'key')).toBe(true);
  expect(parse('http://localhost:11434/v1/chat/completions', 'key')).toBe(true);
});
