import { parseBriefing } from '../../src/briefing/parse.ts';
import { silentLog } from '../../src/core/log.ts';
import { createSplunkRecordSink } from '../../src/splunk/records/index.ts';
import { buildSharedRecords } from '../../src/sync/records/shared.ts';
import { ageingOf, type RecordsResult, syncRecords } from '../../src/sync/records/sync.ts';
import { makeRecordRun } from '../sync/records/support.ts';
import { splunkOf, startAway } from './away.ts';
import { cpuSeconds } from './cost.ts';
import { briefing } from './generator.ts';
import type { Row } from './table.ts';

/** Records of articles, hunts and indicators, built and written to a stand-in of splunkd's KV store; then once more, with nothing to do. */
export async function benchRecords(count: number): Promise<Row[]> {
  const articles = Array.from({ length: count }, (_, number) =>
    parseBriefing({ kind: 'briefing', path: `${number}.md`, text: briefing(number, { characters: 1000 }) }, 'bench'),
  );
  const away = await startAway({});
  const sync = async () => {
    const sink = createSplunkRecordSink(
      { ...splunkOf(away.env), records: { kvStore: true } },
      { log: silentLog, now: () => new Date() },
    );
    const run = makeRecordRun(sink, articles);
    let result: RecordsResult | undefined;
    const started = performance.now();
    const cpu = await cpuSeconds(async () => {
      const { merged, hunts, context } = run;
      const shared = buildSharedRecords(merged, hunts, ageingOf(context));
      result = await syncRecords({ ...run, target: { kind: 'splunk', queryField: 'search' }, shared });
    });
    await sink.close();
    const types = [result?.hunts, result?.articles, result?.indicators];
    const sent = types.reduce((all, one) => all + (one?.sent ?? 0), 0);
    const total = types.reduce((all, one) => all + (one?.total ?? 0), 0);
    if (!result || result.errors.length > 0) throw new Error(`records: ${result?.errors.join('; ')}`);
    return { cpu, seconds: (performance.now() - started) / 1000, sent, total, requests: result.requests };
  };
  try {
    const first = await sync();
    const again = await sync();
    if (first.sent !== first.total || again.sent !== 0) throw new Error('the records did something else');
    const from = ({ seconds, requests }: typeof first) => `${requests} requests, ${seconds.toFixed(2)} s`;
    const what = `records, ${first.total.toLocaleString('en')}`;
    return [
      { what: `${what}: built and written`, value: first.cpu, unit: 's of CPU', from: from(first) },
      { what: `${what}: nothing to do`, value: again.cpu, unit: 's of CPU', from: from(again) },
    ];
  } finally {
    await away.close();
  }
}
