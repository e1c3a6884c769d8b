import { afterEach, describe, expect, test } from 'vitest';
import { notifyOf } from '../../src/commands/notify.ts';
import { NOTICE_SUBJECTS, type NotifyConfig } from '../../src/config/notify.ts';
import { createLog } from '../../src/core/log.ts';
import { type StandInServer, serve } from '../../src/sandbox/server.ts';
import { SIEMS } from '../../src/siems.ts';
import { runResult } from '../support/run-result.ts';

let server: StandInServer;
afterEach(() => server.close());

/** A webhook, what was posted to it, and what was logged. */
async function receiver(format: NotifyConfig['format'], on: NotifyConfig['on'] = [...NOTICE_SUBJECTS]) {
  const bodies: string[] = [];
  const logged: string[] = [];
  server = await serve(({ body }) => {
    bodies.push(body.toString());
    return { status: 200 };
  }, {});
  const config: NotifyConfig = { format, webhook: `${server.url}/services/T0/secret-of-the-hook`, on };
  const context = {
    env: {},
    log: createLog({ write: (line) => logged.push(line) }),
    print: () => undefined,
    stderr: process.stderr,
    now: () => new Date(),
    cacheDir: undefined,
    siems: SIEMS,
    signal: new AbortController().signal,
  };
  return {
    bodies,
    logged,
    send: (result: ReturnType<typeof runResult>) => notifyOf(result, { notify: [config], proxy: undefined }, context),
  };
}

describe('a notice', () => {
  test('tells new hits, new critical hunts, what is rejected, edited and failed, as one message', async () => {
    const { bodies, send } = await receiver('json');
    await send(runResult());
    expect(bodies).toHaveLength(1);
    const { text, subjects } = JSON.parse(bodies[0] ?? '');
    expect(subjects).toEqual({
      newHits: ['soc: Dump: 2 hits on ws-14'],
      newCritical: ['soc: New one'],
      rejected: ['soc: Broken (uc:B)'],
      drift: ['soc: Tuned: search'],
      failures: ['a source could not be read whole'],
    });
    expect(text).toContain('New hits (1)\n- soc: Dump: 2 hits on ws-14');
  });

  test('tells what lasts once, until it changes; hits each time', async () => {
    const { bodies, send } = await receiver('json', ['newHits', 'rejected']);
    await send(runResult());
    await send(runResult());
    expect(bodies.map((body) => Object.keys(JSON.parse(body).subjects))).toEqual([
      ['newHits', 'rejected'],
      ['newHits'],
    ]);
  });

  test('is not sent where nothing is to be told', async () => {
    const { bodies, send } = await receiver('json', ['failures']);
    await send({ ...runResult(), complete: true });
    expect(bodies).toEqual([]);
  });

  test('cannot mention or link anybody by the title of an article', async () => {
    const { bodies, send } = await receiver('slack');
    await send(runResult({ title: '<!channel> <https://evil.example|click> & more' }));
    expect(JSON.parse(bodies[0] ?? '').text).toContain(
      '&lt;!channel&gt; &lt;https://evil.example|click&gt; &amp; more',
    );
  });

  test('to Teams is a card of text that no Markdown is read in', async () => {
    const { bodies, send } = await receiver('teams');
    await send(runResult({ title: '[x](https://evil.example)' }));
    const { attachments } = JSON.parse(bodies[0] ?? '');
    const blocks = attachments[0].content.body.slice(1);
    expect(blocks.every(({ type }: { type: string }) => type === 'RichTextBlock')).toBe(true);
    expect(JSON.stringify(blocks)).toContain('[x](https://evil.example)');
  });

  test('that cannot be sent is a warning without the address, and nothing else', async () => {
    const { logged, send } = await receiver('json');
    server.fault({ times: 9, respond: { status: 403 } });
    await send(runResult());
    expect(logged.join('')).toMatch(/warn: A notice could not be sent to 127\.0\.0\.1:\d+: it answered 403/);
    expect(logged.join('')).not.toContain('secret-of-the-hook');
  });
});
