import { HuntsyncError } from '../core/errors.ts';
import { bridgeArray, type Kusto, type Sym } from './kusto.ts';
import { asimParsers, workspaceTables } from './reference.ts';

export const KUSTO_TYPES: ReadonlySet<string> = new Set(
  'bool datetime decimal dynamic guid int long real string timespan'.split(' '),
);

/** What a function of the workspace takes and gives. */
export interface FunctionSignature {
  readonly name: string;
  /** Null where it takes anything. */
  readonly parameters: readonly FunctionParameter[] | null;
  /** A table (its columns as a Kusto list, null where they are not known) or a scalar type; `unknown` where that is not known. */
  readonly returns: { readonly columns: string | null } | string;
}

export interface FunctionParameter {
  readonly name: string;
  /** A scalar type, or `table`. */
  readonly type: string;
  readonly optional: boolean;
}

/** Functions that every Sentinel workspace has and the language service does not know. */
const WATCHLISTS: readonly string[] = ['_GetWatchlist', '_GetWatchlistAlias'];

/** Functions that lead elsewhere (`workspace("x").Table`), where the user allows them: what they give is not known here. */
const LEADS_ELSEWHERE = /^(?:workspace|cluster|database|app|resource|adx|arg)$/;

const SIGNATURE = /^\s*([A-Za-z_]\w*)\s*(?:\(([\s\S]*?)\))?\s*(?::\s*(?:\(([\s\S]*)\)|(\w+)))?\s*$/;
const PARAMETER = /^\s*([A-Za-z_]\w*)\s*:\s*(?:(\w+)|\(([^()]*)\))\s*(=[\s\S]+)?$/;

/**
 * Reads an entry of environment.sentinel.functions: a bare name (`GetHosts`, any arguments), or a signature as Kusto writes it,
 * `GetLogons(user:string, days:int=7)`, with the result's columns or type behind it if they are known: `:(Account:string, Count:long)`.
 * @throws HuntsyncError where it is neither.
 */
export function readSignature(text: string): FunctionSignature {
  const match = SIGNATURE.exec(text);
  const wrong = (what: string) =>
    new HuntsyncError(`environment.sentinel.functions: ${JSON.stringify(text)}: ${what}`, {
      remedy: 'Write a name, or a signature such as GetLogons(user:string, days:int=7):(Account:string).',
    });
  if (!match?.[1]) throw wrong('this is no function');
  const [, name, written, columns, type] = match;
  // `Name(2)`: how many arguments there are says nothing of them.
  const list = written !== undefined && /^\s*\d+\s*$/.test(written) ? undefined : written;
  if (type !== undefined && !KUSTO_TYPES.has(type)) throw wrong(`"${type}" is not a Kusto type`);
  for (const column of columns?.split(',').filter((one) => one.trim() !== '*' && one.trim() !== '') ?? []) {
    const [, of] = /^\s*(?:\w+|\['[^']+'\])\s*:\s*(\w+)\s*$/.exec(column) ?? [];
    if (of === undefined || !KUSTO_TYPES.has(of)) throw wrong(`${column.trim()} is no column with a Kusto type`);
  }
  return {
    name,
    parameters: list === undefined ? null : parametersOf(list, wrong),
    returns: type ?? {
      columns: columns === undefined || columns.includes('*') ? null : columns.replace(/\s*([,:])\s*/g, '$1').trim(),
    },
  };
}

function parametersOf(list: string, wrong: (what: string) => HuntsyncError): FunctionParameter[] {
  if (list.trim() === '') return [];
  // Commas inside a default value, `dynamic([1, 2])`, do not end it.
  const parts = list.split(/,(?![^([]*[)\]])/);
  return parts.map((part) => {
    const [, name, type, table, value] = PARAMETER.exec(part) ?? [];
    if (name === undefined) throw wrong(`${part.trim()} is no parameter with a type`);
    if (table === undefined && !KUSTO_TYPES.has(type ?? '')) throw wrong(`"${type}" is not a Kusto type`);
    return { name, type: type ?? 'table', optional: value !== undefined };
  });
}

/** Watchlists: any arguments, any columns. */
export function builtInFunctions(): FunctionSignature[] {
  return WATCHLISTS.map((name) => ({ name, parameters: null, returns: { columns: null } }));
}

/** `_Im_Dns`, `_ASim_Dns_AzureFirewall`, `imDns`, `vimDnsInfobloxNIOS`, `ASimDns`. */
const ASIM_NAME = /^(_Im_|_ASim_|v?im|ASim)([A-Z]\w*)$/;

/**
 * The parser of Microsoft's normalization (ASIM) that a name stands for; null where it is none. Every workspace has those that begin with
 * `_Im_` and `_ASim_`; the others are the same parsers, deployed from Microsoft's repository.
 * https://learn.microsoft.com/en-us/azure/sentinel/normalization-about-parsers
 */
export function asimFunction(name: string): FunctionSignature | null {
  const { helpers, schemas, common } = asimParsers();
  if (helpers.includes(name)) return { name, parameters: null, returns: 'unknown' };
  const match = ASIM_NAME.exec(name);
  if (!match || Object.hasOwn(workspaceTables(), name)) return null;
  const [, prefix = '', rest = ''] = match;
  const schema = Object.values(schemas).find(({ names }) => names.some((one) => isOf(rest, one, prefix)));
  if (!schema) return null;
  const own = schema.table === undefined ? '' : (workspaceTables()[schema.table] ?? '');
  return {
    name,
    parameters: schema.parameters.split(',').map((entry) => {
      const [parameter = '', type = ''] = entry.split(':');
      return { name: parameter, type, optional: true };
    }),
    returns: { columns: own === '' ? null : merged([own, schema.columns, common]) },
  };
}

/** The schema itself, or a source behind it: `Dns_AzureFirewall`, `DnsInfobloxNIOS`. */
function isOf(rest: string, schema: string, prefix: string): boolean {
  if (rest === schema) return true;
  if (!rest.startsWith(schema)) return false;
  const source = rest.slice(schema.length);
  return prefix.startsWith('_') ? /^_\w/.test(source) : /^[A-Z0-9]/.test(source);
}

/** Column lists as one; of a name that is there twice, the first counts. */
function merged(lists: readonly string[]): string {
  const columns = new Map<string, string>();
  for (const entry of lists.flatMap((list) => list.split(','))) {
    const name = entry.split(':', 1)[0] ?? '';
    if (name !== '' && !columns.has(name)) columns.set(name, entry);
  }
  return [...columns.values()].join(',');
}

/** The function as the binder takes it. */
export function functionSymbol(
  kusto: Kusto,
  { name, parameters, returns }: FunctionSignature,
  tableOf: (columns: string) => Sym,
): Sym {
  const { Symbols } = kusto;
  const { FunctionSymbol, Parameter, ParameterTypeKind, ScalarTypes, TableSymbol } = Symbols;
  const list = parameters?.map(({ name: of, type, optional }) => {
    const rest = [0, null, null, false, null, optional ? 0 : 1, 1, null, null] as const;
    return type === 'table'
      ? new Parameter.ctor(of, ParameterTypeKind.Tabular, ...rest)
      : new Parameter.$ctor3(of, ScalarTypes.GetSymbol(type), ...rest);
  }) ?? [new Parameter.ctor('argument', ParameterTypeKind.Any, 0, null, null, false, null, 0, 64)];
  return new FunctionSymbol.$ctor5(name, given(), bridgeArray(list, Parameter));

  function given(): Sym {
    if (LEADS_ELSEWHERE.test(name) || returns === 'unknown') return ScalarTypes.Unknown;
    if (typeof returns === 'string') return ScalarTypes.GetSymbol(returns);
    return returns.columns === null ? TableSymbol.Empty.WithIsOpen(true) : tableOf(returns.columns);
  }
}
