import { besideIn, isPreferred } from '../config/preference.ts';
import type { Config } from '../config/schema.ts';
import { EXIT, HuntsyncError, messageOf } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { doctorToJson, doctorToText, type Examined } from '../report/doctor.ts';
import { type Diagnosis, doubtful, ok, wrong } from '../sync/diagnosis.ts';
import type { Platform } from '../sync/platform.ts';
import { keepersFor } from '../sync/prefer.ts';
import type { RecordSink } from '../sync/records/sink.ts';
import { readConfigPartly } from './config.ts';
import type { Command, Context } from './context.ts';
import { dataFindings } from './doctor-data.ts';
import { machineFindings } from './doctor-machine.ts';
import { notebookSinkOf } from './notebooks.ts';
import { createPlatforms, createSinks } from './parts.ts';

export interface DoctorOptions {
  readonly config: string;
  readonly platform?: readonly string[];
  readonly offline?: boolean;
  readonly json?: boolean;
}

/** One line a check, with its remedy; 1 where one failed, 4 where the configuration cannot be read. */
export const doctor: Command<DoctorOptions> = async (options, context) => {
  const examined: Examined[] = [];
  const config = await readConfigPartly(
    options.config,
    options.platform ?? [],
    context,
    options.offline ? ['connections'] : [],
  );
  examined.push({ subject: 'this machine', findings: await machineFindings(config, options.config, context) });
  if (!options.offline) {
    const platforms = await createPlatforms(config, options.platform ?? [], context);
    // Of all platforms: one that keeps no records has its outcomes kept by another.
    const sinks = await createSinks(config, [], context);
    const own = await Promise.all(
      platforms.map(async (platform) => {
        const { subject, findings } = await examine(platform, config, context);
        return {
          subject,
          findings: [
            ...findings,
            ...recordsFinding(platform, sinks, config, context),
            ...preferenceFindings(platform, config, context),
          ],
        };
      }),
    );
    examined.push(...own);
    await Promise.all([...platforms, ...sinks].map((end) => end.close()));
  }
  context.print(options.json ? jsonText(doctorToJson(examined)) : doctorToText(examined, context.columns));
  return examined.some(({ findings }) => findings.some(({ status }) => status === 'failed')) ? EXIT.failed : EXIT.ok;
};

async function examine(platform: Platform, config: Config, context: Context): Promise<Examined> {
  const { name } = platform;
  try {
    const environment = config.environment[platform.kind];
    const own = (await platform.examine?.(context.now(), context.signal, environment)) ?? [];
    const isReachable = !own.some(({ check, status }) => REACHING.has(check) && status === 'failed');
    const data = isReachable ? await dataFindings(platform, config, context) : [];
    return { subject: name, findings: [...own, ...data] };
  } catch (error) {
    if (!(error instanceof HuntsyncError)) throw error;
    return { subject: name, findings: [wrong('platform', messageOf(error), error.remedy)] };
  }
}

/** Where what comes of the hunts of a platform without records is kept. */
function recordsFinding(
  { name, kind }: Platform,
  sinks: readonly RecordSink[],
  { platforms }: Config,
  { siems }: Context,
): Diagnosis[] {
  const sink = notebookSinkOf({ name, kind }, sinks, siems, platforms);
  if (sink?.name === name) return [];
  return [
    sink
      ? ok('records', `keeps none itself; what its runs find is kept in those of ${sink.name}`)
      : doubtful(
          'records',
          'no platform keeps any for it: what a run finds is told once and not remembered, and the queue goes by severities and dates',
          'Switch records on for a platform that can keep them and that the same file names (docs/records.md). huntsync serve and huntsync report show what stands on the platform all the same.',
        ),
  ];
}

/**
 * Whom `policy.prefer` has a platform leave hunts to, whom it may not because nobody can tell whether they are of one tenant, and that a
 * preferred one has nobody beside it.
 */
function preferenceFindings(platform: Platform, { policy, platforms }: Config, { siems }: Context): Diagnosis[] {
  const preference = { prefer: policy.prefer, platforms, siems };
  const { keepers, untold } = keepersFor(platform, preference);
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).join(', ');
  const own = platforms.find(({ name }) => name === platform.name);
  const isAlone =
    own !== undefined &&
    isPreferred(own, policy.prefer, besideIn(platforms, own)) &&
    !platforms.some((other) => {
      const found = keepersFor(other, preference);
      return [...found.keepers, ...found.untold].some(({ name }) => name === own.name);
    });
  return [
    ...(keepers.length > 0
      ? [ok('policy.prefer', `what ${names(keepers)} keeps is left to it; what it does not have is kept here`)]
      : []),
    ...(untold.length > 0
      ? [
          doubtful(
            'policy.prefer',
            `nothing is left to ${names(untold)}: whether it is of the same tenant cannot be told`,
            'Give both platforms the tenantId of the tenant that they are of, in the same form.',
          ),
        ]
      : []),
    ...(isAlone
      ? [
          doubtful(
            'policy.prefer',
            'no platform leaves hunts to this one',
            'Name it in the same file as the platform that shares its data: one of another kind that speaks its language and is of its tenant. Else set policy.prefer to both.',
          ),
        ]
      : []),
  ];
}

/** Checks without which nothing can be listed, or asked for its data. */
const REACHING: ReadonlySet<string> = new Set([
  'TLS',
  'credentials',
  'workspace',
  'app',
  'custom detections',
  'advanced hunting',
]);
