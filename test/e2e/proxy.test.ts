import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { doctor } from '../../src/commands/doctor.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { type DoctorJson, doctorJson } from '../../src/report/schemas/doctor.ts';
import { createTls } from '../../src/sandbox/tls.ts';
import { startProxy, type TestProxy } from '../support/proxy.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

let open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.map((one) => one.close()));
  open = [];
});

interface Away {
  readonly world: World;
  readonly proxy: TestProxy;
  readonly env: Record<string, string>;
}

/** The sandbox under names that only a proxy knows. */
async function away(login?: string): Promise<Away> {
  const world = await createWorld({ briefings: SAMPLES, records: 'hec', names: ['splunk.test', 'azure.test'] });
  const { splunk, azure } = world.sandbox.servers;
  const proxy = await startProxy({
    hosts: { 'splunk.test': splunk.port, 'azure.test': azure.port },
    ...(login ? { login } : {}),
  });
  open.push(proxy, world);
  const env = {
    ...world.env,
    SANDBOX_SPLUNK_URL: `https://splunk.test:${splunk.port}`,
    SANDBOX_AZURE_URL: `https://azure.test:${azure.port}`,
  };
  return { world, proxy, env };
}

function configure({ world }: Away, yaml: string): void {
  writeFileSync(world.config, `${readFileSync(world.config, 'utf8')}proxy: ${yaml}\n`);
}

describe('through a proxy', () => {
  test('splunkd, HEC, Azure and ingestion are reached and verified with their own authority, by HTTPS_PROXY', async () => {
    const { world, proxy, env } = await away();
    const context = { ...world.context, env: { ...env, HTTPS_PROXY: proxy.url } };
    const result = await runOnce('sync', { config: world.config }, context);
    expect(result.platforms.map(({ error }) => error)).toEqual([undefined, undefined]);
    expect(result.records.flatMap(({ errors }) => errors)).toEqual([]);
    expect(world.contents().splunk.size).toBeGreaterThan(5);
    expect(world.contents().sentinel.size).toBeGreaterThan(5);
    expect(new Set(proxy.asked.map((line) => line.replace(/:\d+$/, '')))).toEqual(
      new Set(['CONNECT splunk.test', 'CONNECT azure.test']),
    );
    const again = await runOnce('plan', { config: world.config }, context);
    expect(again.platforms.map(({ plan }) => plan?.changes)).toEqual([[], []]);
  });

  test('NO_PROXY leaves out a host', async () => {
    const { world, proxy, env } = await away();
    const context = { ...world.context, env: { ...env, HTTPS_PROXY: proxy.url, NO_PROXY: 'splunk.test' } };
    const result = await runOnce('plan', { config: world.config }, context);
    expect(result.platforms.map(({ name, error }) => [name, error === undefined])).toEqual([
      ['splunk', false],
      ['sentinel', true],
    ]);
    expect(proxy.asked.filter((line) => line.includes('splunk'))).toEqual([]);
  });

  test('`proxy:` names one with an account; its refusal is told as the proxy’s', async () => {
    const one = await away('soc:proxy-word-5');
    const { world, proxy, env } = one;
    configure(one, `{ url: "${proxy.url}", username: soc, password: "\${PROXY_WORD}" }`);
    const good = { ...world.context, env: { ...env, PROXY_WORD: 'proxy-word-5' } };
    const result = await runOnce('plan', { config: world.config }, good);
    expect(result.platforms.map(({ error }) => error)).toEqual([undefined, undefined]);
    const bad = { ...world.context, env: { ...env, PROXY_WORD: 'another-word' } };
    const refused = await runOnce('plan', { config: world.config }, bad);
    for (const { error = '', remedy = '' } of refused.platforms) {
      expect(error).toMatch(/the proxy http:\/\/127\.0\.0\.1:\d+ answered 407/);
      expect(remedy).toMatch(/proxy/);
    }
  });

  test('a certificate of another authority is refused there as anywhere', async () => {
    const { world, proxy, env } = await away();
    const other = join(world.folder, 'other.pem');
    writeFileSync(other, (await createTls()).ca);
    const context = { ...world.context, env: { ...env, SANDBOX_CA: other, HTTPS_PROXY: proxy.url } };
    const result = await runOnce('plan', { config: world.config }, context);
    for (const { error = '' } of result.platforms) expect(error).toMatch(/certificate/);
    expect([...world.sandbox.servers.splunk.log, ...world.sandbox.servers.azure.log]).toEqual([]);
  });

  test('doctor says which hosts go through which proxy, and verifies through it', async () => {
    const { world, proxy, env } = await away();
    const context = { ...world.context, env: { ...env, HTTPS_PROXY: proxy.url } };
    await doctor({ config: world.config, json: true }, context);
    const { subjects }: DoctorJson = doctorJson.parse(JSON.parse(world.printed.join('\n')));
    const told = subjects.flatMap(({ findings }) => findings).filter(({ check }) => /^(?:proxy|TLS)$/.test(check));
    expect(told.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
    for (const { message } of told) expect(message).toContain(proxy.url);
  });
});
