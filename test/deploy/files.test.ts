import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { createProgram } from '../../src/commands/program.ts';
import { SIEMS } from '../../src/siems.ts';
import { ROOT } from '../support/world.ts';

const DEPLOY = join(ROOT, 'config/deploy');
const FILES = readdirSync(DEPLOY, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name));
const read = (path: string) => readFileSync(join(DEPLOY, path), 'utf8');
const yaml = (path: string) => parseAllDocuments(read(path), { strict: true, uniqueKeys: true });

/** Every call of huntsync in the files, as its arguments. */
function callsIn(text: string): string[][] {
  const lines = text.split('\n').filter((line) => !line.trimStart().startsWith('#'));
  const shell = lines.flatMap((line) => [...line.matchAll(/\bhuntsync ((?:sync|plan|check|doctor|run)\b[^|>;]*)/g)]);
  const written = shell.map(([, args = '']) => args.match(/"[^"]*"|\S+/g) ?? []);
  const lists = [...text.matchAll(/^\s*(?:args: |CMD )\[([^\]]+)\]/gm)].map(([, list = '']) =>
    list.split(',').map((one) => one.trim().replaceAll('"', '')),
  );
  return [...written, ...lists.filter(([first = '']) => /^[a-z]+$/.test(first))];
}

describe('the deploy files', () => {
  test.each(FILES.filter((path) => path.endsWith('.yaml')).map((path) => path.slice(DEPLOY.length + 1)))(
    '%s is YAML without a fault',
    (path) => {
      for (const document of yaml(path)) expect([...document.errors, ...document.warnings]).toEqual([]);
    },
  );

  test('call huntsync as it takes it', async () => {
    const calls = FILES.flatMap((path) => callsIn(readFileSync(path, 'utf8')));
    expect(calls.length).toBeGreaterThan(7);
    for (const call of calls) {
      let ran = 0;
      const program = createProgram(async () => {
        ran += 1;
      }, SIEMS);
      for (const command of program.commands) command.exitOverride();
      await program.parseAsync(['node', 'huntsync', ...call]);
      expect(ran, call.join(' ')).toBe(1);
    }
  });

  test('pipelines sign in to Azure with the token that the CI gives them', () => {
    const github = yaml('ci/github-actions.yaml')[0]?.toJS();
    expect(github.permissions).toMatchObject({ contents: 'read', 'id-token': 'write' });
    const names = github.jobs.huntsync.steps.map(({ name }: { name?: string }) => name);
    const login = github.jobs.huntsync.steps.find(({ uses = '' }: { uses?: string }) =>
      uses.startsWith('azure/login@'),
    );
    // Without Azure there is nothing to sign in to; the ids are no secrets.
    expect(login).toMatchObject({ if: "vars.AZURE_CLIENT_ID != ''" });
    // https://github.com/Azure/login
    expect(Object.keys(login.with)).toEqual(['client-id', 'tenant-id', 'subscription-id']);
    expect(names.indexOf(login.name)).toBeLessThan(Math.min(names.indexOf('Plan'), names.indexOf('Sync')));
    const gitlab = yaml('ci/gitlab-ci.yaml')[0]?.toJS();
    // https://docs.gitlab.com/ci/yaml/#id_tokens, and what @azure/identity reads.
    expect(gitlab.default.id_tokens.AZURE_ID_TOKEN.aud).toBe('api://AzureADTokenExchange');
    expect(gitlab.variables).toHaveProperty('AZURE_FEDERATED_TOKEN_FILE');
    expect(gitlab.default.before_script.join('\n')).toContain('"$AZURE_ID_TOKEN" > "$AZURE_FEDERATED_TOKEN_FILE"');
  });

  test('containers have no rights, and a root that cannot be written', () => {
    expect(read('docker/Dockerfile')).toMatch(/^USER node$/m);
    const [compose] = yaml('docker/compose.yaml');
    expect(compose?.toJS().services.huntsync).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    for (const path of ['kubernetes/cronjob.yaml', 'kubernetes/indexed-job.yaml']) {
      const [document] = yaml(path);
      const root = document?.toJS();
      const pod = (root.spec.jobTemplate?.spec ?? root.spec).template.spec;
      expect(pod.securityContext.runAsNonRoot).toBe(true);
      expect(pod.containers[0].securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  test('an indexed job has as many parts as its pods take', () => {
    const [document] = yaml('kubernetes/indexed-job.yaml');
    const { spec } = document?.toJS() ?? {};
    expect(spec.completionMode).toBe('Indexed');
    expect(spec.template.spec.containers[0].args[0]).toContain(`/${spec.completions}"`);
  });

  test('a unit has the sections and the limits that it should', () => {
    const service = read('systemd/huntsync.service');
    expect([...service.matchAll(/^\[(\w+)\]$/gm)].map(([, name]) => name)).toEqual(['Unit', 'Service']);
    for (const line of ['DynamicUser=yes', 'ProtectSystem=strict', 'NoNewPrivileges=yes', 'CapabilityBoundingSet=']) {
      expect(service.split('\n')).toContain(line);
    }
    expect(read('systemd/huntsync.timer')).toMatch(/^OnCalendar=\*:0\/30$/m);
  });
});
