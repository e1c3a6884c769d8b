import { X509Certificate } from 'node:crypto';
import { get } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StandInServer, serve } from '../../src/sandbox/server.ts';
import { createTls, type SandboxTls } from '../../src/sandbox/tls.ts';

describe('createTls', () => {
  let tls: SandboxTls;
  let server: StandInServer;

  beforeAll(async () => {
    tls = await createTls();
    server = await serve(() => ({ status: 200, body: 'over tls' }), { tls });
  });
  afterAll(() => server.close());

  function fetchWith(options: { ca?: string; servername?: string }, host = '127.0.0.1'): Promise<string> {
    return new Promise((resolve, reject) => {
      get({ host, port: server.port, agent: false, ...options }, (response) => {
        response.setEncoding('utf8').on('data', resolve);
      }).on('error', reject);
    });
  }

  it('serves clients that trust its authority, by address and by name', async () => {
    await expect(fetchWith({ ca: tls.ca })).resolves.toBe('over tls');
    await expect(fetchWith({ ca: tls.ca, servername: 'localhost' })).resolves.toBe('over tls');
    expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  });

  it('is refused by clients that do not, and for other names', async () => {
    await expect(fetchWith({})).rejects.toMatchObject({ code: expect.stringMatching(/VERIFY|SELF_SIGNED|ISSUER/) });
    await expect(fetchWith({ ca: (await createTls()).ca })).rejects.toThrow();
    await expect(fetchWith({ ca: tls.ca, servername: 'splunk.example' })).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  it('makes a real authority and a leaf that is none, valid for a year', async () => {
    const now = new Date('2026-05-01T00:00:00Z');
    const made = await createTls(now);
    const ca = new X509Certificate(made.ca);
    const leaf = new X509Certificate(made.cert);
    expect([ca.ca, leaf.ca]).toEqual([true, false]);
    expect(leaf.verify(ca.publicKey)).toBe(true);
    expect(leaf.checkIssued(ca)).toBe(true);
    expect(new Date(leaf.validFrom).getTime()).toBeLessThanOrEqual(now.getTime());
    expect(new Date(leaf.validTo)).toEqual(new Date('2027-05-01T00:00:00Z'));
    expect(made.key).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });
});
