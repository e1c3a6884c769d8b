import { request } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { type MetricsServer, serveMetrics } from '../../src/commands/serve-metrics.ts';
import { UsageError } from '../../src/core/errors.ts';

let server: MetricsServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

function ask(
  path: string,
  { method = 'GET', host = '' } = {},
): Promise<{ status: number; body: string; type: string }> {
  const port = server?.port ?? 0;
  return new Promise((resolve, reject) => {
    const headers = host === '' ? {} : { host };
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      let body = '';
      answer.on('data', (chunk) => (body += chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body, type: String(answer.headers['content-type']) }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('metrics over HTTP', () => {
  test('are those of the last run, at /metrics', async () => {
    server = await serveMetrics('0');
    expect(await ask('/metrics')).toMatchObject({ status: 200, body: '' });
    server.show('huntsync_articles 3\n');
    expect(await ask('/metrics')).toEqual({
      status: 200,
      body: 'huntsync_articles 3\n',
      type: 'text/plain; version=0.0.4; charset=utf-8',
    });
    server.show('huntsync_articles 4\n');
    expect((await ask('/metrics?x=1', { host: 'localhost' })).body).toBe('huntsync_articles 4\n');
  });

  test('and nothing else is answered, in no other way, and to no other name', async () => {
    server = await serveMetrics('0');
    server.show('secret 1\n');
    expect(await ask('/')).toMatchObject({ status: 404, body: '' });
    expect(await ask('/metrics/../metrics')).toMatchObject({ status: 404 });
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect(await ask('/metrics', { method })).toMatchObject({ status: 405, body: '' });
    }
    expect(await ask('/metrics', { host: 'rebound.example' })).toMatchObject({ status: 403, body: '' });
  });

  test('a port that is none or taken is bad usage', async () => {
    server = await serveMetrics('0');
    for (const port of [String(server.port), '99999', '-1', 'nine']) {
      await expect(serveMetrics(port)).rejects.toThrow(UsageError);
    }
  });
});
