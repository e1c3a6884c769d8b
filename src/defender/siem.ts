import { azureIdentityOf, borrowedByAzure } from '../azure/borrowed.ts';
import { tenantOf } from '../azure/tenant.ts';
import { KQL } from '../quoting/languages.ts';
import { DEFAULT_NATIVE_POLICY, type NativePolicy } from '../sync/query.ts';
import type { Siem } from '../sync/siem.ts';
import { statementKey } from '../sync/statement.ts';
import type { DefenderConfig, DefenderEnvironment } from './config.ts';
import { kqlEnvironment } from './environment.ts';
import { ruleId, ruleName } from './names.ts';
import { runOnlyReason } from './run-only-reason.ts';

/** Advanced hunting has no page that a query's time range could be left to. */
function nativeOf({ entities }: NativePolicy = DEFAULT_NATIVE_POLICY): NativePolicy {
  return { entities, timeRange: 'query' };
}

/** Microsoft Defender XDR: custom detection rules, and queries by advanced hunting. */
export const defender: Siem<DefenderConfig, DefenderEnvironment> = {
  kind: 'defender',
  title: 'Microsoft Defender XDR',
  language: KQL,
  nativeForm: 'custom detection rule',
  exportAdvice:
    'Send each file of rules/ as the body of a POST to https://graph.microsoft.com/v1.0/security/rules/detectionRules',
  async start() {
    const { DEFENDER_START } = await import('./start.ts');
    return DEFENDER_START;
  },
  async settings() {
    const { defenderEnvironment, defenderPlatform, unconnectedDefender } = await import('./config.ts');
    return {
      kind: 'defender',
      language: KQL.id,
      platform: defenderPlatform,
      unconnected: unconnectedDefender,
      environment: defenderEnvironment,
      borrowed: borrowedByAzure,
      identityOf: azureIdentityOf,
      paths: [['ca'], ['auth', 'certificatePath']],
    };
  },
  async check(texts, { environment, native, cacheDir }) {
    if (texts.length === 0) return new Map();
    const [{ join }, { checkKqlBatch }] = await Promise.all([import('node:path'), import('../kql/pool.ts')]);
    return checkKqlBatch(texts, {
      environment: kqlEnvironment(environment),
      native: nativeOf(native),
      // Beside another SIEM's verdicts on the same language, which are of another schema.
      ...(cacheDir === undefined ? {} : { cacheDir: join(cacheDir, 'defender') }),
    });
  },
  async withOpenRange(text, environment) {
    const { createRangeOpener } = await import('../kql/additions/open-range.ts');
    return createRangeOpener(kqlEnvironment(environment))(text);
  },
  tenantOf,
  async sourcesOf(text, environment) {
    const { createSurveyor } = await import('../kql/survey.ts');
    return createSurveyor(kqlEnvironment(environment))(text).tables;
  },
  async highlighter() {
    const { highlightKql } = await import('../kql/highlight.ts');
    return highlightKql;
  },
  async proving(environment) {
    const { createKqlProving } = await import('../kql/prove/index.ts');
    return createKqlProving(kqlEnvironment(environment));
  },
  async learn(environment, [config], { cacheDir, ...deps }, signal) {
    if (environment.schema !== 'live' || !config) return environment;
    const [{ join }, { createGraphClient }, { readLiveSchema }] = await Promise.all([
      import('node:path'),
      import('./graph.ts'),
      import('./schema.ts'),
    ]);
    const folder = cacheDir === undefined ? undefined : join(cacheDir, 'defender');
    const known = await readLiveSchema(createGraphClient(config, deps), { ...deps, cacheDir: folder }, signal);
    return known ? { ...environment, known } : environment;
  },
  describe(hunt, query, index) {
    const key = statementKey(hunt.key, index);
    return {
      id: ruleId(key),
      displayName: ruleName(hunt.title, index, key),
      query: query.text,
      rule: query.verdict !== 'rejected' && runOnlyReason(query) === null,
    };
  },
  async describes() {
    const { DEFENDER_JSON } = await import('./json.ts');
    return DEFENDER_JSON;
  },
  async connect(config, deps) {
    const { createDefenderPlatform } = await import('./index.ts');
    return createDefenderPlatform(config, deps);
  },
  // There is no table of its own to keep records in; what comes of runs goes to the records of another platform.
  records: async () => null,
  async exportHunts(input) {
    const { exportDefender } = await import('./export.ts');
    return exportDefender(input);
  },
  minorCodes: ['kql-no-time-column', 'kql-own-time-range', 'kql-run-only'],
  async codes() {
    const [own, { DEFENDER_AUDIT_CODES }] = await Promise.all([import('../kql/codes.ts'), import('./codes.ts')]);
    const { KQL_ALERT_CODES, KQL_CHECK_CODES, KQL_REPAIR_CODES, KUSTO_CODES } = own;
    return [KQL_CHECK_CODES, KUSTO_CODES, KQL_REPAIR_CODES, KQL_ALERT_CODES, DEFENDER_AUDIT_CODES];
  },
};
