import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doctor } from '../../src/commands/doctor.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { type DoctorJson, doctorJson } from '../../src/report/schemas/doctor.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ briefings: SAMPLES, records: true });
  await runOnce('sync', { config: world.config }, world.context);
});
afterAll(() => world.close());

async function examine(options = {}, context = world.context): Promise<[DoctorJson['subjects'], number]> {
  world.printed.length = 0;
  const code = await doctor({ config: world.config, json: true, ...options }, context);
  return [doctorJson.parse(JSON.parse(world.printed.join('\n'))).subjects, code];
}

function statusOf(subjects: DoctorJson['subjects'], subject: RegExp, check: RegExp): string[] {
  const found = subjects.filter(({ name }) => subject.test(name)).flatMap(({ findings }) => findings);
  return found.filter((finding) => check.test(finding.check)).map(({ status }) => status);
}

describe('huntsync doctor', () => {
  test('finds everything in place on the sandbox, and names the table without rows with what it blinds', async () => {
    const [subjects, code] = await examine();
    expect(code).toBe(0);
    for (const check of [
      /^TLS$/,
      /^credentials$/,
      /^app$/,
      /^filter macros$/,
      /^CIM$/,
      /^KV store$/,
      /^Endpoint\.Processes$/,
    ]) {
      expect(statusOf(subjects, /splunk/, check), check.source).toEqual(['ok']);
    }
    for (const check of [/^TLS$/, /^workspace$/, /^Microsoft Sentinel$/, /^table HuntRuns_CL$/]) {
      expect(statusOf(subjects, /sentinel/, check), check.source).toEqual(['ok']);
    }
    const findings = subjects.flatMap(({ findings: own }) => own);
    const blind = findings.filter(({ message }) => message.startsWith('no rows'));
    expect(blind).toMatchObject([{ check: 'DeviceTvmSoftwareVulnerabilities', status: 'warning' }]);
    expect(blind[0]?.message).toBe('no rows in 7 days: 1 hunt sees nothing');
  });

  test('tells of a feed inside the network that the configuration does not allow', async () => {
    const config = join(world.folder, 'inside.yaml');
    const text = readFileSync(world.config, 'utf8');
    const feed = '  - { kind: rss, name: Ours, url: "http://10.1.2.3/feed.xml" }\n';
    writeFileSync(config, text.replace('sources:\n', `sources:\n${feed}`));
    const [subjects, code] = await examine({ offline: true, config });
    const [found] = subjects.flatMap(({ findings }) => findings).filter(({ check }) => check === 'source Ours');
    expect([found?.status, code]).toEqual(['failed', 1]);
    expect(found?.message).toContain('10.1.2.3 is not a public address');
    expect(found?.remedy).toContain('allowPrivateAddresses: true');
  });

  test('without a platform, it needs no secrets', async () => {
    const [subjects, code] = await examine({ offline: true }, { ...world.context, env: {} });
    expect(code).toBe(0);
    expect(subjects.map(({ name }) => name)).toEqual(['this machine']);
  });

  test('tells which files of platforms sign in as one, with what to do', async () => {
    const config = join(world.folder, 'tenants.yaml');
    for (const name of ['acme', 'west']) {
      const text = `name: ${name}\nkind: sentinel\nsubscriptionId: s\nresourceGroup: g\nworkspace: ${name}\n`;
      writeFileSync(join(world.folder, `tenant-${name}.yaml`), text);
    }
    writeFileSync(config, 'sources: [{ kind: briefings, path: ./briefings }]\nplatformsFrom: ./tenant-*.yaml\n');
    const [subjects, code] = await examine({ config, offline: true });
    const found = subjects.flatMap(({ findings }) => findings).filter(({ check }) => check === 'platformsFrom');
    expect([code, found]).toMatchObject([
      0,
      [
        {
          status: 'warning',
          message: expect.stringContaining('tenant-acme.yaml, tenant-west.yaml sign in with the same'),
          remedy: expect.stringContaining('of its own'),
        },
      ],
    ]);
  });

  test('tells what is still a placeholder in files of platforms, each under its own name', async () => {
    const config = join(world.folder, 'placeholders.yaml');
    const tenant = (name: string, id: string) =>
      `name: ${name}\nkind: sentinel\nsubscriptionId: ${id}\nresourceGroup: g\nworkspace: ${name}\n`;
    mkdirSync(join(world.folder, 'customers'));
    const [ours, theirs] = ['1', '0'].map((end) => `00000000-0000-0000-0000-00000000000${end}`);
    writeFileSync(join(world.folder, 'customers/acme.yaml'), tenant('acme', theirs ?? ''));
    writeFileSync(join(world.folder, 'customers/west.yaml'), tenant('west', ours ?? ''));
    writeFileSync(config, 'sources: [{ kind: briefings, path: ./briefings }]\nplatformsFrom: ./customers/*.yaml\n');
    const [subjects] = await examine({ config, offline: true });
    const found = subjects.flatMap(({ findings }) => findings).filter(({ check }) => check === 'placeholder');
    expect(found).toMatchObject([
      { message: expect.stringContaining('subscriptionId: 0000'), remedy: expect.stringMatching(/of .*acme\.yaml\.$/) },
    ]);
  });

  test('tells of folders without a briefing, and of patterns that leave nothing out', async () => {
    const config = join(world.folder, 'patterns.yaml');
    for (const folder of ['empty', 'drafts/old', 'mixed']) mkdirSync(join(world.folder, folder), { recursive: true });
    for (const file of ['drafts/old/a.md', 'mixed/a.md', 'mixed/README.md'])
      writeFileSync(join(world.folder, file), '# A');
    const sources = [
      '{ kind: briefings, name: a, path: ./empty }',
      '{ kind: briefings, name: b, path: ./drafts, exclude: ["old/**"] }',
      '{ kind: briefings, name: c, path: ./mixed, exclude: [README.md, "notes/**"] }',
    ];
    const platforms = readFileSync(world.config, 'utf8').replace(/^[\s\S]*?(?=^platforms:)/m, '');
    writeFileSync(config, `sources:\n${sources.map((one) => `  - ${one}\n`).join('')}${platforms}`);
    const [subjects] = await examine({ config, offline: true });
    const found = subjects.flatMap(({ findings }) => findings).filter(({ check }) => check.startsWith('source '));
    expect(found.map(({ status, check, message }) => `${status} ${check.replace(/^.*[\\/]/, '')}: ${message}`)).toEqual(
      [
        'warning empty: is an empty folder',
        'warning drafts: is a folder without a briefing (.md or .txt)',
        'ok mixed: is a folder with 1 briefing',
        'warning mixed: exclude: notes/** leaves nothing out',
      ],
    );
  });

  test.each([
    ['a wrong token', { SANDBOX_SPLUNK_TOKEN: 'wrong' }, /^credentials$/],
    ['an authority that did not sign the certificate', { SANDBOX_CA: 'other' }, /^TLS$/],
  ])('%s fails, with what to do', async (_, change, check) => {
    const env: Record<string, string | undefined> = { ...world.context.env, ...change };
    if (env['SANDBOX_CA'] === 'other') {
      env['SANDBOX_CA'] = join(world.folder, 'other.pem');
      const { createTls } = await import('../../src/sandbox/tls.ts');
      writeFileSync(env['SANDBOX_CA'], (await createTls(new Date())).ca);
    }
    const [subjects, code] = await examine({}, { ...world.context, env });
    expect(code).toBe(1);
    const [finding] = subjects
      .filter(({ name }) => /splunk/.test(name))
      .flatMap(({ findings }) => findings)
      .filter((one) => check.test(one.check));
    expect(finding).toMatchObject({ status: 'failed', remedy: expect.stringMatching(/token|authority/) });
  });

  test('says what Enterprise Security and an output need that is not there', async () => {
    const config = join(world.folder, 'security.yaml');
    const asked =
      'enterpriseSecurity: true\n    schedule: { enabled: true, output: summaryIndex, summaryIndex: hunts }\n    app: search';
    writeFileSync(config, readFileSync(world.config, 'utf8').replace(/^ {4}kind: splunk$/m, `$&\n    ${asked}`));
    const [subjects, code] = await examine({ config });
    expect(code).toBe(1);
    expect(statusOf(subjects, /splunk/, /^Enterprise Security$/)).toEqual(['warning']);
    expect(statusOf(subjects, /splunk/, /^filter macros$/)).toEqual(['warning']);
    expect(statusOf(subjects, /splunk/, /^summary index$/)).toEqual(['failed']);
    writeFileSync(config, readFileSync(config, 'utf8').replace('summaryIndex: hunts', 'summaryIndex: summary'));
    expect(statusOf((await examine({ config }))[0], /splunk/, /^summary index$/)).toEqual(['ok']);
  });

  test('tells people one line a check, and the remedy under it', async () => {
    world.printed.length = 0;
    await doctor({ config: world.config }, world.context);
    expect(world.printed.join('\n')).toMatch(
      /DeviceTvmSoftwareVulnerabilities: no rows[^\n]*\n +\S*Bring these logs in/,
    );
    expect(world.printed.join('\n')).toContain('is there (90 days of logs)');
  });
});
