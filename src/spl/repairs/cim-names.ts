import { cim, type DataModel, type Dataset, resolveField } from '../cim.ts';
import { type Token, unquote } from '../lexer.ts';
import { readMacroCall } from '../macros.ts';
import type { SplCommand, SplTree } from '../parse.ts';
import { type FieldReference, readTstats } from '../tstats.ts';
import type { Edit } from './edits.ts';
import type { Repair } from './repair.ts';

/** One wrong way to write a dataset, and the right one. */
interface Renaming {
  readonly from: string;
  readonly to: string;
}

/**
 * Writes datasets as CIM has them, where only one can be meant:
 * `Endpoint.Processes.user` and `All_Processes.user` become `Processes.user` under datamodel=Endpoint.Processes, `Email.url` becomes
 * `All_Email.url` (the model has one root dataset), `Authentication.All_Authentication` becomes `Authentication.Authentication`.
 * Only where every field named that way is then a field of the dataset. A field that exists nowhere is not guessed at.
 */
export const cimNames: Repair = {
  name: 'cim-names',
  judgement: true,
  preserves: 'The field names behind the prefix, and so every name that the search uses after drop_dm_object_name.',
  edits({ tree }): Edit[] {
    const edits: Edit[] = [];
    for (const command of tree.pipelines.flatMap(({ commands }) => commands)) {
      if (command.name !== 'tstats') continue;
      const reading = readTstats(command);
      const [name = '', ...path] = reading.source?.text.split('.') ?? [];
      const model = cim().models.get(name);
      if (!model || !reading.source) continue;
      const written = path.join('.');
      const dataset = written === '' ? null : (model.datasets.get(written) ?? model.byLineage.get(written) ?? null);
      const target = dataset ?? (model.roots.length === 1 ? model.roots[0] : undefined);
      const missing = written !== '' && dataset === null;
      if (!target || (missing && (model.roots.length !== 1 || !isAlias(written, model)))) continue;
      const renamings = prefixes(reading.fields, model, dataset).flatMap((from) =>
        renaming(from, model, target, reading.fields),
      );
      // A dataset that does not exist is repaired together with its prefix, or not at all.
      if (missing) {
        if (reading.fields.some((field) => resolveField(model, target, renamed(field.name, renamings)).kind !== 'fine'))
          continue;
        edits.push(...sourceEdits(command, reading.source.token, `${name}.${written}`, `${name}.${target.name}`));
      }
      edits.push(...renamings.flatMap((one) => renameEdits(tree, reading.fields, one)));
    }
    return edits;
  },
};

/** `All_X` or `X`, for a model X. */
function isAlias(dataset: string, model: DataModel): boolean {
  return dataset === `All_${model.name}` || dataset === model.name;
}

/** Prefixes that are no dataset's lineage. Another model's dataset is not mistaken for one of ours. */
function prefixes(fields: readonly FieldReference[], model: DataModel, dataset: Dataset | null): string[] {
  const wrong = fields
    .filter(({ name }) => name.includes('.') && resolveField(model, dataset, name).kind === 'prefix')
    .map(({ name }) => name.slice(0, name.lastIndexOf('.')));
  return [...new Set(wrong)].filter((prefix) => !isDatasetElsewhere(prefix, model));
}

function isDatasetElsewhere(prefix: string, model: DataModel): boolean {
  if (prefix === model.name || model.byLineage.has(prefix)) return model.byLineage.has(prefix);
  return [...cim().models.values()].some((other) => other !== model && other.byLineage.has(prefix));
}

function renaming(from: string, model: DataModel, target: Dataset, fields: readonly FieldReference[]): Renaming[] {
  const inner = from.startsWith(`${model.name}.`) ? from.slice(model.name.length + 1) : '';
  const to = inner && model.byLineage.has(inner) ? inner : target.lineage.join('.');
  const own = fields.filter(({ name }) => name.slice(0, name.lastIndexOf('.')) === from);
  const fits = own.every(({ name }) => resolveField(model, target, renamed(name, [{ from, to }])).kind === 'fine');
  return fits ? [{ from, to }] : [];
}

function renamed(name: string, renamings: readonly Renaming[]): string {
  const found = renamings.find(({ from }) => name.slice(0, name.lastIndexOf('.')) === from);
  return found ? found.to + name.slice(found.from.length) : name;
}

function sourceEdits(command: SplCommand, first: Token, from: string, to: string): Edit[] {
  const at = command.args.indexOf(first);
  // `"Model"."Dataset"` is three tokens; the plain form, quoted or not, is one.
  const token = command.args[at];
  const inside = token?.text.indexOf(from) ?? -1;
  return token && inside >= 0
    ? [{ start: token.start + inside, end: token.start + inside + from.length, text: to }]
    : [];
}

const NAMES_ONLY: ReadonlySet<string> = new Set([
  'rename',
  'fields',
  'table',
  'stats',
  'sort',
  'dedup',
  'join',
  'fillnull',
  'convert',
]);

/** The prefix in the tstats command and in whatever uses its fields after that. Values that are compared with are left alone. */
function renameEdits(tree: SplTree, fields: readonly FieldReference[], { from, to }: Renaming): Edit[] {
  const references = new Set(fields.map(({ token }) => token));
  const edits: Edit[] = [];
  for (const command of tree.pipelines.flatMap(({ commands }) => commands)) {
    for (const token of command.args) {
      if (token.kind === 'macro') {
        const call = readMacroCall(token);
        if (
          call?.name === 'drop_dm_object_name' &&
          call.args.length === 1 &&
          call.args[0]?.replaceAll('"', '') === from
        ) {
          const inside = token.text.lastIndexOf(from);
          edits.push({ start: token.start + inside, end: token.start + inside + from.length, text: to });
        }
        continue;
      }
      if (!unquote(token).startsWith(`${from}.`)) continue;
      const isName =
        token.kind === 'field' ||
        (token.kind === 'word' ? command.name !== 'tstats' && command.name !== 'search' : NAMES_ONLY.has(command.name));
      if (!isName && !references.has(token)) continue;
      const inside = token.text.indexOf(from);
      edits.push({ start: token.start + inside, end: token.start + inside + from.length, text: to });
    }
  }
  return edits;
}
