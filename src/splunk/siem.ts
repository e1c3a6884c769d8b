import { SPL } from '../quoting/languages.ts';
import { dispatchWindow } from '../spl/time.ts';
import type { Siem } from '../sync/siem.ts';
import { statementKey, statementSuffix } from '../sync/statement.ts';
import type { SplunkConfig, SplunkEnvironment } from './config.ts';
import { splunkName } from './name.ts';
import { windowOf } from './window.ts';

/** Splunk Enterprise and Splunk Cloud Platform. */
export const splunk: Siem<SplunkConfig, SplunkEnvironment> = {
  kind: 'splunk',
  title: 'Splunk',
  language: SPL,
  nativeForm: 'saved search',
  exportAdvice: 'Install it: Apps > Manage Apps > Install app from file, or `splunk install app FILE -update 1`.',
  async settings() {
    const { splunkEnvironment, splunkPlatform, unconnectedSplunk } = await import('./config.ts');
    return {
      kind: 'splunk',
      language: SPL.id,
      platform: splunkPlatform,
      unconnected: unconnectedSplunk,
      environment: splunkEnvironment,
      paths: [['ca']],
    };
  },
  async start() {
    const { SPLUNK_START } = await import('./start.ts');
    return SPLUNK_START;
  },
  async check(texts, { environment, cacheDir }) {
    if (texts.length === 0) return new Map();
    const { checkSplBatch } = await import('../spl/batch.ts');
    return checkSplBatch(texts, { environment, cacheDir });
  },
  withWindow(query, lookbackSeconds) {
    return { ...query, window: { ...dispatchWindow(lookbackSeconds), ...query.window } };
  },
  async tunable(query, useCase, environment) {
    if (!environment.filterMacros) return query;
    const { withFilterMacro } = await import('../spl/with-filter-macro.ts');
    return withFilterMacro(query, useCase, environment);
  },
  async sourcesOf(text) {
    const { datasetsIn } = await import('../spl/datasets.ts');
    return datasetsIn(text);
  },
  async highlighter() {
    const { highlightSpl } = await import('../spl/highlight.ts');
    return highlightSpl;
  },
  async proving(environment) {
    const { createSplProving } = await import('../spl/prove/index.ts');
    return createSplProving(environment);
  },
  describe(hunt, query, index) {
    const { earliest, latest } = windowOf(query);
    const name = splunkName(hunt.title + statementSuffix(index), statementKey(hunt.key, index));
    return { name, search: query.text, earliest, latest };
  },
  async describes() {
    const { SPLUNK_JSON } = await import('./json.ts');
    return SPLUNK_JSON;
  },
  async connect(config, deps) {
    const { createSplunkPlatform } = await import('./index.ts');
    const security = config.enterpriseSecurity ? await import('./enterprise-security/subject.ts') : undefined;
    return createSplunkPlatform(config, deps, security?.subjectOf);
  },
  async records(config, deps) {
    if (!config.records?.kvStore) return null;
    const { createSplunkRecordSink } = await import('./records/index.ts');
    return createSplunkRecordSink(config, deps);
  },
  async exportHunts(input) {
    const { exportSplunk } = await import('./export/index.ts');
    return exportSplunk(input);
  },
  minorCodes: ['spl-newer-field'],
  async codes() {
    const [{ SPL_ADDITION_CODES, SPL_CHECK_CODES, SPL_REPAIR_CODES }, { SPLUNK_AUDIT_CODES }] = await Promise.all([
      import('../spl/codes.ts'),
      import('./codes.ts'),
    ]);
    return [SPL_CHECK_CODES, SPL_REPAIR_CODES, SPL_ADDITION_CODES, SPLUNK_AUDIT_CODES];
  },
};
