import { commandFacts } from './commands.ts';
import type { Finding } from './finding.ts';
import { type Token, unquote } from './lexer.ts';
import type { SplCommand, SplTree } from './parse.ts';
import { checkPlaceholders } from './placeholders.ts';

/**
 * What the reference does not name, or names without a reason to refuse. No configuration lifts a refusal.
 * `summaryindex` and friends are other names of collect; `crawl` and `input` are gone from today's Splunk but not from every old one.
 */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['summaryindex', 'writes into an index'],
  ['sumindex', 'writes into an index'],
  ['stash', 'writes into an index'],
  ['input', 'changes data inputs'],
  ['crawl', 'reads the file system'],
  ['savedsearch', 'runs another saved search, whose content nobody has checked'],
  ['loadjob', 'reads the results of another search job'],
  ['history', "shows a user's earlier searches"],
  ['dbxlookup', 'asks another system'],
  ['collapse', 'writes files'],
]);

/** Undocumented commands that only compute. All other undocumented ones are refused: `debug` among them acts on indexes. */
const HARMLESS_UNDOCUMENTED: ReadonlySet<string> = new Set(['fromjson']);

/** Why a command may not be in a hunt, in a few words; null where it may. */
export function commandRefusal(command: string): string | null {
  const own = REFUSED.get(command);
  if (own) return own;
  const fact = commandFacts().get(command);
  if (!fact) return null;
  if (fact.risky) return "is on Splunk's list of risky commands";
  if (fact.refuse) return fact.refuse;
  return fact.undocumented && !HARMLESS_UNDOCUMENTED.has(command) ? 'is undocumented' : null;
}

/**
 * Refuses dangerous commands. Looks at every pipeline at any depth, and also at the first word of an implied search, which some
 * interfaces of Splunk would take for a command.
 */
export function checkPolicy(tree: SplTree): Finding[] {
  return [
    ...tree.pipelines.flatMap(({ commands }) => commands.flatMap(checkCommand)),
    ...tree.tokens.flatMap(checkTokens),
    ...checkPlaceholders(tree),
  ];
}

function checkCommand(command: SplCommand): Finding[] {
  const first = command.implicit && command.head?.kind === 'word' ? command.head.text.toLowerCase() : command.name;
  const refusal = commandRefusal(first);
  const findings: Finding[] = [];
  if (refusal && !(command.implicit && command.args[1]?.kind === 'operator')) {
    findings.push({ code: 'spl-forbidden-command', message: `${first} ${refusal}`, start: command.start });
  }
  if (command.name === 'from' || command.name === 'union') findings.push(...checkSources(command));
  if (command.name === 'search') findings.push(...checkTime(command), ...checkSavedSearches(command));
  if (command.name === 'tstats' || command.name === 'mstats') findings.push(...checkTime(command));
  return findings;
}

/** `from savedsearch:…`, `union savedsearch:…`, and any other source that is neither a data model nor a lookup. */
function checkSources(command: SplCommand): Finding[] {
  const sources = command.args.filter((token) => /^[a-z_]+:/i.test(unquote(token)));
  const foreign = sources.filter((token) => !/^(?:datamodel|(?:input)?lookup):/i.test(unquote(token)));
  const findings = foreign.map((token): Finding => {
    const message = `${unquote(token).split(':')[0]} is no source for a hunt: its content is not part of what was checked`;
    return { code: 'spl-forbidden-source', message, start: token.start };
  });
  if (command.name === 'from' && sources.length === 0) {
    findings.push({
      code: 'spl-forbidden-source',
      message: 'from names no datamodel: or lookup:',
      start: command.start,
    });
  }
  return findings;
}

/** `savedsearch=name` as a term of search runs that search (https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Search). */
function checkSavedSearches({ args }: SplCommand): Finding[] {
  return args.flatMap((token, at): Finding[] => {
    const compared = args[at + 1]?.kind === 'operator';
    const indexed = /^saved(?:search|splunk)::/i.test(unquote(token));
    if (!indexed && !(compared && /^saved(?:search|splunk)$/i.test(unquote(token)))) return [];
    const message = 'savedsearch= runs another saved search, whose content nobody has checked';
    return [{ code: 'spl-forbidden-source', message, start: token.start }];
  });
}

function checkTime(command: SplCommand): Finding[] {
  return command.args.flatMap((token, at) => {
    const value = command.args[at + 2];
    if (!/^(?:earliest|latest)$/i.test(token.text) || command.args[at + 1]?.text !== '=' || !value) return [];
    return /^rt/i.test(unquote(value))
      ? [
          {
            code: 'spl-real-time' as const,
            message: `${token.text}=${unquote(value)} is a real-time window`,
            start: token.start,
          },
        ]
      : [];
  });
}

/** `$name$` or `$a.b$` without spaces: what Splunk's template substitution looks for, quotes or not. */
const TEMPLATE = /\$[A-Za-z_][\w.:|-]*\$/;

function checkTokens(token: Token): Finding[] {
  if (token.kind === 'comment') return [];
  const found = TEMPLATE.exec(token.text);
  if (!found) return [];
  return [{ code: 'spl-token', message: `${found[0]} is a template token`, start: token.start + found.index }];
}
