import { azureIdentityOf, borrowedByAzure } from '../azure/borrowed.ts';
import { tenantOf } from '../azure/tenant.ts';
import type { SentinelEnvironment } from '../kql/schema.ts';
import { KQL } from '../quoting/languages.ts';
import { DEFAULT_NATIVE_POLICY } from '../sync/query.ts';
import type { Siem } from '../sync/siem.ts';
import { statementKey } from '../sync/statement.ts';
import type { SentinelConfig } from './config.ts';
import { displayName, idOf } from './names.ts';

/** Microsoft Sentinel: hunting queries of a Log Analytics workspace. */
export const sentinel: Siem<SentinelConfig, SentinelEnvironment> = {
  kind: 'sentinel',
  title: 'Microsoft Sentinel',
  language: KQL,
  nativeForm: 'hunting query',
  exportAdvice: 'Deploy each template: az deployment group create -g GROUP -f hunting-queries-1.json -p workspace=NAME',
  async settings() {
    const { sentinelEnvironment, sentinelPlatform, unconnectedSentinel } = await import('./config.ts');
    return {
      kind: 'sentinel',
      language: KQL.id,
      platform: sentinelPlatform,
      unconnected: unconnectedSentinel,
      environment: sentinelEnvironment,
      borrowed: borrowedByAzure,
      identityOf: azureIdentityOf,
      paths: [['ca'], ['auth', 'certificatePath']],
    };
  },
  async start() {
    const { SENTINEL_START } = await import('./start.ts');
    return SENTINEL_START;
  },
  async prepareCheck({ environment, native = DEFAULT_NATIVE_POLICY, cacheDir }) {
    const { prepareKqlBatch } = await import('../kql/prepare.ts');
    const { entities, timeRange } = native;
    prepareKqlBatch(environment, { entities, timeRange }, cacheDir);
  },
  async check(texts, { environment, native = DEFAULT_NATIVE_POLICY, cacheDir }) {
    if (texts.length === 0) return new Map();
    const { checkKqlBatch } = await import('../kql/pool.ts');
    const { entities, timeRange } = native;
    return checkKqlBatch(texts, {
      environment,
      native: { entities, timeRange },
      ...(cacheDir === undefined ? {} : { cacheDir }),
    });
  },
  async withOpenRange(text, environment) {
    const { createRangeOpener } = await import('../kql/additions/open-range.ts');
    return createRangeOpener(environment)(text);
  },
  async tunable(query, _useCase, environment) {
    if (environment.watchlists?.allow === undefined) return query;
    const { withAllowList } = await import('../kql/allow-list.ts');
    return withAllowList(query, environment);
  },
  tenantOf,
  async sourcesOf(text, environment) {
    const { createSurveyor } = await import('../kql/survey.ts');
    return createSurveyor(environment)(text).tables;
  },
  async highlighter() {
    const { highlightKql } = await import('../kql/highlight.ts');
    return highlightKql;
  },
  async proving(environment) {
    const { createKqlProving } = await import('../kql/prove/index.ts');
    return createKqlProving(environment);
  },
  describe(hunt, query, index) {
    const id = idOf(statementKey(hunt.key, index));
    return { id, displayName: displayName(hunt.title, index), query: query.text };
  },
  async describes() {
    const { SENTINEL_JSON } = await import('./json.ts');
    return SENTINEL_JSON;
  },
  async connect(config, deps) {
    const { createSentinelPlatform } = await import('./index.ts');
    return createSentinelPlatform(config, deps);
  },
  async records(config, deps) {
    if (!config.records) return null;
    const { createSentinelRecordSink } = await import('./records/index.ts');
    return createSentinelRecordSink(config, deps);
  },
  async exportHunts(input) {
    const { exportSentinel } = await import('./export/index.ts');
    return exportSentinel(input);
  },
  minorCodes: ['kql-no-time-column', 'kql-own-time-range', 'kql-run-only'],
  async codes() {
    const [own, { SENTINEL_AUDIT_CODES }] = await Promise.all([import('../kql/codes.ts'), import('./codes.ts')]);
    const { KQL_ADDITION_CODES, KQL_CHECK_CODES, KQL_REPAIR_CODES, KQL_TUNING_CODES, KUSTO_CODES } = own;
    return [KQL_CHECK_CODES, KUSTO_CODES, KQL_REPAIR_CODES, KQL_ADDITION_CODES, KQL_TUNING_CODES, SENTINEL_AUDIT_CODES];
  },
};
