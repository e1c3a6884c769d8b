import type { Edit } from '../draft.ts';
import { type TableMapping, translationRules } from '../reference.ts';
import { ancestor, textOf } from '../service.ts';
import { pipeInto } from '../timestamp.ts';
import { diagnosed, type Repair, type RepairContext } from './repair.ts';

/**
 * Sign-in columns whose values differ between Defender and the workspace. The numbers are those of
 * https://learn.microsoft.com/defender-xdr/advanced-hunting-aadsignineventsbeta-table (RiskLevelAggregated: 0 not set, 1 none, 10
 * low, 50 medium, 100 high; RiskState: 0 none … 5 confirmed compromised; ConditionalAccessStatus: 0 applied, 1 failed, 2 not
 * applied; IsManaged, IsCompliant: 0 or 1).
 */
const RISK = (column: string) =>
  `case(${column} == "high", 100, ${column} == "medium", 50, ${column} == "low", 10, ${column} == "none", 1, 0)`;
const SIGN_IN_VALUES: Readonly<Record<string, string>> = {
  RiskLevelAggregated: RISK('RiskLevelAggregated'),
  RiskLevelDuringSignIn: RISK('RiskLevelDuringSignIn'),
  RiskState:
    'case(RiskState == "confirmedSafe", 1, RiskState == "remediated", 2, RiskState == "dismissed", 3, RiskState == "atRisk", 4, RiskState == "confirmedCompromised", 5, 0)',
  ConditionalAccessStatus: 'case(ConditionalAccessStatus == "success", 0, ConditionalAccessStatus == "failure", 1, 2)',
  IsManaged: 'toint(tobool(DeviceDetail.isManaged))',
  IsCompliant: 'toint(tobool(DeviceDetail.isCompliant))',
  IsGuestUser: 'UserType =~ "Guest"',
  AadDeviceId: 'tostring(DeviceDetail.deviceId)',
};

/** How Defender tells the two kinds of sign-in apart, and the workspace by table. */
const LOGON_TYPE: Readonly<Record<string, string>> = {
  SigninLogs: '\'["interactiveUser"]\'',
  AADNonInteractiveUserSignInLogs: '\'["nonInteractiveUser"]\'',
};

function mappingOf(name: string): TableMapping | undefined {
  const rules = translationRules();
  const mapping = rules.defenderOnlyTables[rules.retiredTables[name]?.replacedBy ?? name];
  return mapping && mapping.loganalytics.length > 0 && mapping.columns ? mapping : undefined;
}

/** The workspace table with the Defender columns that the query names. */
function view(table: string, mapping: TableMapping, words: ReadonlySet<string>): string {
  const columns = { ...mapping.columns, ...(mapping.loganalytics[0] === 'SigninLogs' ? SIGN_IN_VALUES : {}) };
  const logonType = LOGON_TYPE[table];
  const extend = Object.entries(logonType === undefined ? columns : { ...columns, LogonType: logonType })
    .filter(([name, expression]) => words.has(name) && name !== 'Timestamp' && name !== expression)
    .map(([name, expression]) => {
      // Text in this one table, a dynamic value in the other.
      const value =
        table === 'AADNonInteractiveUserSignInLogs'
          ? expression.replace(/\b(DeviceDetail|LocationDetails)\b/g, 'todynamic($1)')
          : expression;
      return `${name} = ${value}`;
    });
  return extend.length === 0 ? '' : `extend ${extend.join(', ')}`;
}

function edits({ analysis, tokens }: RepairContext, all: boolean): Edit[] {
  const words = new Set(tokens.filter(({ kind }) => kind === 'word').map(({ text }) => text));
  return diagnosed({ analysis, tokens } as RepairContext, 'KS204', 'KS142').flatMap(({ start }) => {
    const node = ancestor(analysis.tokenAt(start), 'NameReference');
    const mapping = node ? mappingOf(textOf(analysis, node)) : undefined;
    if (!node || !mapping) return [];
    const [main = '', ...others] = mapping.loganalytics;
    const piped = (table: string) => {
      const operator = view(table, mapping, words);
      return operator === '' ? table : `${table} | ${operator}`;
    };
    if (all && others.length > 0) {
      const union = `union isfuzzy=true ${[main, ...others].map((table) => `(${piped(table)})`).join(', ')}`;
      const edit = pipeInto(node, '', '');
      return [{ ...edit, text: edit.text.startsWith('(') ? `(${union})` : union }];
    }
    const operator = view(main, mapping, words);
    return [operator === '' ? { start: node.TextStart, end: node.End, text: main } : pipeInto(node, main, operator)];
  });
}

/** A table that has another name in Defender by now. */
export const renamedTable: Repair = {
  name: 'renamed-table',
  judgement: false,
  preserves: 'AADSignInEventsBeta and its like are read under the names that Microsoft has given them since.',
  plan(context) {
    if (context.schema.product !== 'defender') return [];
    const { retiredTables } = translationRules();
    return diagnosed(context, 'KS204', 'KS142').flatMap(({ start, length }) => {
      const name = context.analysis.text.slice(start, start + length);
      const now = Object.hasOwn(retiredTables, name) ? retiredTables[name]?.replacedBy : undefined;
      return now !== undefined && Object.hasOwn(context.schema.tables, now)
        ? [{ start, end: start + length, text: now }]
        : [];
    });
  },
};

/** Tables that only Defender has (or had), with a counterpart in the workspace. */
export const mappedTables: Repair = {
  name: 'defender-only-table',
  judgement: true,
  preserves:
    'AADSignInEventsBeta and its like become the workspace’s sign-in tables (interactive and not), with the Defender columns that the hunt names made from their counterparts; values are mapped after Microsoft’s reference.',
  plan: (context) => edits(context, true),
};

/** The same with the first counterpart only, where the union of several does not type-check. */
export const mappedTable: Repair = {
  name: 'defender-only-table-first',
  judgement: true,
  preserves: 'As defender-only-table, but only of interactive sign-ins (users) or the first counterpart.',
  plan: (context) => edits(context, false),
};
