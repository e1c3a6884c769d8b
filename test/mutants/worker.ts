import { join } from 'node:path';
import { createVitest } from 'vitest/node';
import { asJavaScript } from './javascript.ts';
import type { Mutant } from './mutant.ts';

export interface Job {
  /** Null: the tests without any fault. */
  readonly mutant: Mutant | null;
  readonly tests: readonly string[];
}

export interface JobResult {
  readonly passed: boolean;
  readonly ms: number;
  /** Test files that failed, and errors outside of any test. */
  readonly failed: readonly string[];
}

/** A process that runs tests on a tree with a fault in it: no file is changed, the fault is planted when the file is loaded. */
export async function main([root = '']: readonly string[]): Promise<void> {
  let planted: { readonly file: string; readonly code: string } | null = null;
  const vitest = await createVitest(
    'test',
    {
      config: false,
      root,
      watch: false,
      include: ['test/**/*.test.ts'],
      env: { NO_COLOR: '1' },
      reporters: [{}],
      maxWorkers: 1,
      bail: 1,
      testTimeout: 60_000,
      hookTimeout: 60_000,
      execArgv: ['--max-old-space-size=1500'],
    },
    {
      logLevel: 'silent',
      plugins: [
        {
          name: 'plant',
          enforce: 'pre',
          transform: (_, id) =>
            planted && id.split('?')[0] === planted.file ? { code: planted.code, map: null } : null,
        },
      ],
    },
  );
  await vitest.globTestSpecifications();

  async function run({ mutant, tests }: Job): Promise<JobResult> {
    const before = planted?.file;
    planted = mutant && (await plant(root, mutant));
    for (const file of [before, planted?.file]) if (file) vitest.invalidateFile(file);
    const started = performance.now();
    const specifications = tests.flatMap((test) => vitest.getModuleSpecifications(join(root, test)));
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
    const failed = testModules.filter((module) => !module.ok()).map(({ moduleId }) => moduleId);
    const errors = unhandledErrors.map((error) => String((error as Error)?.message ?? error));
    if (specifications.length < tests.length)
      errors.push(`${tests.length} tests asked for, ${specifications.length} found`);
    return {
      passed: failed.length + errors.length === 0,
      ms: performance.now() - started,
      failed: [...failed, ...errors],
    };
  }

  process.on('message', (job: Job) => {
    run(job).then(
      (result) => process.send?.(result),
      (error: unknown) => process.send?.({ passed: false, ms: 0, failed: [String(error)] } satisfies JobResult),
    );
  });
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
  await new Promise(() => {});
}

async function plant(root: string, { file, start, end, to }: Mutant): Promise<{ file: string; code: string }> {
  const { code } = await asJavaScript(root, file);
  return { file: join(root, file), code: code.slice(0, start) + to + code.slice(end) };
}
