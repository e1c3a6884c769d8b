import { type CodeArea, type CodeEntry, codeArea, repairEntry } from '../core/codes.ts';
import { ADDITIONS, type Addition } from './additions/index.ts';
import { FAULT_ADVICE, REFUSAL_ADVICE } from './advice.ts';
import { ALERT_ADDITIONS, type AlertAddition } from './alerts/index.ts';
import { ALLOW_LIST } from './allow-list.ts';
import { FAULTS, type FaultCode } from './checks/faults.ts';
import { REFUSALS, type RefusalCode } from './policy.ts';
import { KQL_REPAIR_CAUSES } from './repairs/causes.ts';
import { EARLY_REPAIRS, LATE_REPAIRS, REPAIRS } from './repairs/index.ts';

const refusals = Object.fromEntries(
  (Object.entries(REFUSALS) as [RefusalCode, string][]).map(([code, means]): [string, CodeEntry] => [
    code,
    { means, ...REFUSAL_ADVICE[code] },
  ]),
) as Record<RefusalCode, CodeEntry>;

const faults = Object.fromEntries(
  (Object.entries(FAULTS) as [FaultCode, string][]).map(([code, means]): [string, CodeEntry] => [
    code,
    { means, ...FAULT_ADVICE[code] },
  ]),
) as Record<FaultCode, CodeEntry>;

/** What the checks of KQL find, beside what Microsoft's parser says. */
export const KQL_CHECK_CODES = codeArea('kql', 'Checks of KQL', {
  ...refusals,
  ...faults,
  'kql-refused-neighbour': {
    means: 'Another query of the same block is refused, and what stands beside it is not pushed either.',
    cause: 'One of the queries of the block does what a hunt may not do.',
    remedy: 'Look at the problem of the other query. Put this one into a block of its own if it is sound.',
  },
  'kql-too-long': {
    means: 'The text is longer than any hunt; it is not parsed.',
    cause: 'A list of indicators was written into the query.',
    remedy: 'Put the list into a watchlist, or split the hunt.',
  },
  'kql-long-query': {
    means: 'The query is longer than an analytics rule may be, and than the portal is sure to save.',
    cause: 'A list of indicators was written into the query.',
    remedy:
      'Nothing to do as long as it is only run: it is pushed. To edit it there, or to make a rule of it, put the list into a watchlist.',
  },
  'kql-unreadable': {
    means: 'The parser failed on the text.',
    cause: 'A fault in the parser that this text brings to light.',
    remedy: 'Write the query in another way, and report the text.',
  },
  'kql-unanswered': {
    means: 'The parser took too long over the text, or ran out of memory; the next run tries again.',
    cause: 'A busy machine, or a text that is very long or deeply nested.',
    remedy: 'Nothing to do if the next run is content. Otherwise simplify the query.',
  },
  'kql-long-lookback': {
    means: 'The query looks back more than 30 days; a workspace that keeps less finds less without saying so.',
    cause: 'The author had longer retention, or wanted everything.',
    remedy: 'Compare it with the retention of your workspace.',
  },
  'kql-no-time-column': {
    means: 'The result has no column that is the time of an event, so that the pushed query returns no TimeGenerated.',
    cause: 'The query counts or lists without a time, or computes one.',
    remedy: 'Let the query keep TimeGenerated, or summarize max(TimeGenerated), to see when it was.',
    minor: true,
  },
  'kql-own-time-range': {
    means: 'policy.timeRange is blade, but the query keeps its own time range.',
    cause: 'Which of the times in it is the hunt and which its baseline is not plain, or it ends before now.',
    remedy:
      'Nothing to do: the query runs over the time that it names. Write it with ago() to have it follow the page.',
    minor: true,
  },
  'kql-renamed-table': {
    means: 'Microsoft has given the table another name, under which the query would find it.',
    cause: 'The query is older than the new name.',
    remedy: 'Write the name that the message tells.',
  },
  'kql-defender-only-table': {
    means: 'The table exists in Microsoft Defender XDR only.',
    cause: 'The hunt was written for Advanced hunting, and the data has no counterpart in a workspace.',
    remedy:
      'Run it in Advanced hunting. If you stream the table into the workspace, list it in environment.sentinel.tables.',
  },
  'kql-workspace-only-table': {
    means: 'The table is one of a Microsoft Sentinel workspace, and Microsoft Defender XDR does not have it by itself.',
    cause: 'The hunt was written for a workspace.',
    remedy:
      'If a workspace is connected to the Defender portal, set environment.defender.unified to true. Otherwise the hunt has nothing to look at there.',
  },
  'kql-run-only': {
    means:
      'No custom detection rule can be made of the query; huntsync run runs it, and its outcome is recorded like any other.',
    cause:
      'A rule must return the time and the id of an event and an asset it is about, which the tables or the form of the query do not give.',
    remedy: 'Let the query keep Timestamp, ReportId and DeviceId, or nothing: it is run all the same.',
    minor: true,
  },
  'kql-defender-only-function': {
    means: 'The function exists in Microsoft Defender XDR only.',
    cause: 'The hunt was written for Advanced hunting.',
    remedy: 'Run it there, or write the query without the function.',
  },
});

/** The codes of Microsoft's parser, which are explained as one: each message says what is wrong. */
export const KUSTO_CODES: CodeArea = {
  ...codeArea('kusto', "Findings of Microsoft's Kusto parser", {
    KS: {
      means:
        'A finding of the Kusto parser (KS and a number) against the schema of the workspace; the message says what is wrong.',
      cause: 'A name that the workspace does not have, types that do not fit, or text that is no Kusto query.',
      remedy:
        'Mend the query at the line and column named. List tables and functions of your own in environment.sentinel, or in environment.defender for Microsoft Defender.',
    },
  }),
  family: { pattern: /^KS\d+$/, code: 'KS' },
};

/** The rewrites that make a query run natively. */
export const KQL_REPAIR_CODES: CodeArea = codeArea(
  'kql-repairs',
  'Repairs of KQL',
  Object.fromEntries(
    [...EARLY_REPAIRS, ...REPAIRS, ...LATE_REPAIRS].map((repair) => [
      repair.name,
      repairEntry(repair, KQL_REPAIR_CAUSES[repair.name] ?? ''),
    ]),
  ),
);

const ADDED: Readonly<Record<Addition, Pick<CodeEntry, 'cause' | 'remedy'>>> = {
  'blade-time-range': {
    cause: 'policy.timeRange is blade.',
    remedy: 'Set policy.timeRange to query to push the time range that the author wrote.',
  },
  'time-generated': {
    cause: 'The hunting page shows and bookmarks results by TimeGenerated, which the query does not return itself.',
    remedy: 'Nothing to do. policy.entities: none leaves it out.',
  },
  'entity-columns': {
    cause:
      'The hunting page finds accounts, hosts and addresses by columns of these names, which the query does not return itself.',
    remedy: 'Nothing to do: the text above them is the author’s. policy.entities: none leaves them out.',
  },
};

/** What is added to queries for the hunting page. */
export const KQL_ADDITION_CODES: CodeArea = codeArea(
  'kql-additions',
  'Additions to KQL',
  Object.fromEntries(
    (Object.entries(ADDITIONS) as [Addition, string][]).map(([name, what]): [string, CodeEntry] => [
      name,
      { means: `Something was added to the query; the rows that it finds are the same. ${what}`, ...ADDED[name] },
    ]),
  ),
);

const ADDED_FOR_ALERTS: Readonly<Record<AlertAddition, Pick<CodeEntry, 'cause' | 'remedy'>>> = {
  'event-columns': {
    cause: 'A custom detection rule must return them, and the query does not.',
    remedy: 'Nothing to do. policy.entities: none leaves them out; then such a query can only be run.',
  },
  'asset-column': {
    cause: 'An alert of a custom detection rule must name an asset, and the result of the query names none.',
    remedy: 'Nothing to do. policy.entities: none leaves it out; then such a query can only be run.',
  },
};

/** What is added to queries so that alerts can be raised from their results. */
export const KQL_ALERT_CODES: CodeArea = codeArea(
  'kql-alerts',
  'Additions to KQL for alerts',
  Object.fromEntries(
    (Object.entries(ALERT_ADDITIONS) as [AlertAddition, string][]).map(([name, what]): [string, CodeEntry] => [
      name,
      {
        means: `Something was added to the query; the rows that it finds are the same. ${what}`,
        ...ADDED_FOR_ALERTS[name],
      },
    ]),
  ),
);

/** What is added to queries so that a site can tune them. */
export const KQL_TUNING_CODES: CodeArea = codeArea('kql-tuning', 'Tuning of KQL', {
  [ALLOW_LIST]: {
    means:
      'The query leaves out rows whose account, host, address, domain or file hash is a search key of a watchlist.',
    cause: 'environment.sentinel.watchlists.allow names the watchlist, and the hunt is one of our own use cases.',
    remedy:
      'Nothing to do. Add to the watchlist what is not to be reported, or take its name out of the configuration.',
  },
});
