import { readFileSync } from 'node:fs';
import { packageFile } from '../core/package-file.ts';

/** A file of config/deploy, and where it goes, relative to the configuration. */
interface DeployFile {
  readonly from: string;
  readonly to: string;
}

/** Ways to run huntsync for good. Each file says at its head what to do with it. */
const DEPLOY: Readonly<Record<string, readonly DeployFile[]>> = {
  systemd: [
    { from: 'systemd/huntsync.service', to: 'systemd/huntsync.service' },
    { from: 'systemd/huntsync.timer', to: 'systemd/huntsync.timer' },
  ],
  docker: [
    { from: 'docker/Dockerfile', to: 'Dockerfile' },
    { from: 'docker/compose.yaml', to: 'compose.yaml' },
  ],
  kubernetes: [
    { from: 'kubernetes/cronjob.yaml', to: 'kubernetes/cronjob.yaml' },
    { from: 'kubernetes/indexed-job.yaml', to: 'kubernetes/indexed-job.yaml' },
  ],
  github: [{ from: 'ci/github-actions.yaml', to: '.github/workflows/hunts.yaml' }],
  gitlab: [{ from: 'ci/gitlab-ci.yaml', to: '.gitlab-ci.yml' }],
};

export const DEPLOY_WAYS: readonly string[] = Object.keys(DEPLOY);

/** The files of these ways: path and text. */
export function deployFiles(ways: readonly string[]): { readonly path: string; readonly text: string }[] {
  return ways
    .flatMap((way) => DEPLOY[way] ?? [])
    .map(({ from, to }) => ({ path: to, text: packaged(`config/deploy/${from}`) }));
}

/** The text of a file that comes with the program. */
export function packaged(path: string): string {
  return readFileSync(packageFile(path), 'utf8');
}
