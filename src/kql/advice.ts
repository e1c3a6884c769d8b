import type { FaultCode } from './checks/faults.ts';
import type { RefusalCode } from './policy.ts';

interface Advice {
  /** The usual cause. */
  readonly cause: string;
  readonly remedy: string;
}

const HOSTILE =
  'The article, or whoever wrote the hunt, wants more than a query: it would reach out of the workspace or act on it.';
const LEAVE_OUT = 'Leave it out. If a person needs it, they run it by hand.';

/** Cause and remedy of each refusal; its meaning is in policy.ts. */
export const REFUSAL_ADVICE: Readonly<Record<RefusalCode, Advice>> = {
  'kql-control-command': { cause: HOSTILE, remedy: LEAVE_OUT },
  'kql-directive': {
    cause: 'The text was copied from a client program with its settings.',
    remedy: 'Delete the line.',
  },
  'kql-statement': {
    cause: 'The query was written for a cluster of its own, or wants to lift the limits of queries.',
    remedy: 'Write it with let and one query.',
  },
  'kql-external-data': {
    cause: HOSTILE,
    remedy: 'Put the list into a watchlist of the workspace and read it by _GetWatchlist().',
  },
  'kql-plugin': {
    cause: HOSTILE,
    remedy: 'Use operators of the language, or a plugin that computes on the rows alone.',
  },
  'kql-other-scope': {
    cause: 'The hunt was written for several workspaces or for another service.',
    remedy: 'Query the tables of this workspace; list a function of your own in environment.sentinel.functions.',
  },
  'kql-unnamed-table': { cause: 'The name of the table is computed.', remedy: 'Write the name of the table as it is.' },
  'kql-client-parameter': {
    cause: 'The query was copied from a workbook or a playbook.',
    remedy: 'Put the value in place of the braces.',
  },
  'kql-placeholder': {
    cause: 'The hunt is a template whose indicators were never filled in.',
    remedy: 'Put the values in.',
  },
  'kql-empty': { cause: 'The query was cut, or all of it is a comment.', remedy: 'Write the query.' },
  'kql-two-statements': {
    cause: 'Two queries stand in one block and could not be parted.',
    remedy: 'Put them into two fenced blocks, each below a title of its own.',
  },
};

/** The cause and remedy of each fault inside a token; what it means stands in checks/faults.ts. */
export const FAULT_ADVICE: Readonly<Record<FaultCode, Advice>> = {
  'kql-regex': {
    cause: 'The pattern was written for another engine, or a Windows path in it has single backslashes.',
    remedy: 'Write it without look-around and back-references; double the backslashes that are meant as such.',
  },
  'kql-literal': {
    cause: 'A date that no calendar has, a unit that Kusto does not know, or a list without a comma.',
    remedy: 'Mend the literal at the place named.',
  },
  'kql-empty-window': { cause: 'The two ends are in the wrong order.', remedy: 'Write the earlier time first.' },
  'kql-row-count': { cause: 'A slip, or the habit of another language.', remedy: 'Write how many rows are wanted.' },
  'kql-address': {
    cause: 'A slip, or a placeholder that nobody filled in.',
    remedy: 'Write a range such as 10.0.0.0/8.',
  },
  'kql-self-comparison': {
    cause: 'A name was replaced everywhere, or a let statement has the name of a column, which goes first.',
    remedy: 'Compare with what was meant; give the let statement another name.',
  },
};
