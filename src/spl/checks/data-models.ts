import { readAggregates } from '../aggregates.ts';
import { cim, type DataModel, type Dataset, type FieldVerdict, resolveField } from '../cim.ts';
import type { SplEnvironment } from '../environment.ts';
import type { Finding } from '../finding.ts';
import { type Token, unquote } from '../lexer.ts';
import type { SplCommand, SplTree } from '../parse.ts';
import { STATS_FUNCTIONS } from '../run/facts/stats-functions.ts';
import { type FieldReference, readTstats, tstatsParts } from '../tstats.ts';
import { checkAggregate } from './expressions.ts';
import { fieldHint } from './field-hint.ts';

/** Data models, datasets and fields exist: in tstats, datamodel, datamodelsimple, pivot and `from datamodel:`. */
export function checkDataModels(tree: SplTree, environment: SplEnvironment): Finding[] {
  return tree.pipelines.flatMap(({ commands }) => commands.flatMap((command) => checkCommand(command, environment)));
}

function checkCommand(command: SplCommand, environment: SplEnvironment): Finding[] {
  switch (command.name) {
    case 'tstats':
      return checkTstats(command, environment);
    case 'datamodel':
    case 'pivot': {
      const [model, dataset] = command.args;
      return model?.kind === 'word' || model?.kind === 'string'
        ? checkSource(`${unquote(model)}${dataset ? `.${unquote(dataset)}` : ''}`, model, environment).findings
        : [];
    }
    case 'from':
    case 'union':
      return command.args.flatMap((token, at) => {
        const named = /^datamodel:(.*)$/i.exec(unquote(token));
        const next = command.args[at + 1];
        const text = named?.[1] || (named && next ? unquote(next) : '');
        return text ? checkSource(text, token, environment).findings : [];
      });
    default:
      return [];
  }
}

function checkTstats(command: SplCommand, environment: SplEnvironment): Finding[] {
  const reading = readTstats(command);
  const findings: Finding[] = [
    ...reading.elsewhere.map(({ start }) => ({
      code: 'spl-forbidden-source' as const,
      message: 'tstats reads the results of a search job or of a tscollect',
      start,
    })),
    ...reading.strays.map(({ text, start }) => ({
      code: 'spl-tstats-syntax' as const,
      message: `${text} is no function, option or name after AS`,
      start,
    })),
    ...reading.calls.map(({ text, start }) => ({
      code: 'spl-tstats-where' as const,
      message: `${text} is nothing that the where clause of tstats knows; filter with | where after it`,
      start,
    })),
    ...reading.straySpans.map(({ start }) => ({
      code: 'spl-tstats-span' as const,
      message: 'span= needs _time before it in the by clause',
      start,
    })),
  ];
  findings.push(...checkFunctions(command));
  if (!reading.source) return findings;
  const { model, dataset, findings: about } = checkSource(reading.source.text, reading.source.token, environment);
  findings.push(...about);
  if (!model) return findings;
  for (const node of reading.nodes) findings.push(...checkNode(model, node));
  return [...findings, ...checkFields(model, dataset, reading.fields, environment, fillsGaps(command))];
}

/** The functions of tstats are those of stats, but for some, and take fields only. */
function checkFunctions(command: SplCommand): Finding[] {
  return readAggregates(tstatsParts(command.args).functions).functions.flatMap((one): Finding[] => {
    const { name, start } = one;
    if (one.expression || name === 'eval')
      return [{ code: 'spl-tstats-syntax', message: `tstats has no eval in ${name}(); use | stats after it`, start }];
    if (STATS_FUNCTIONS.get(name)?.tstats === false || name === 'sparkline')
      return [{ code: 'spl-unknown-function', message: `tstats has no function ${name}`, start }];
    return checkAggregate(one);
  });
}

/** `fillnull_value=`: events that lack a field of the by clause are kept. Our own macro for the options sets it, too. */
function fillsGaps({ args }: SplCommand): boolean {
  return args.some(
    ({ kind, text }) =>
      (kind === 'word' && text.toLowerCase() === 'fillnull_value') ||
      (kind === 'macro' && text === '`security_content_summariesonly`'),
  );
}

/** A field of the by clause that the data model lacks, so that no event is left. */
export interface OutsideGroup extends FieldReference {
  readonly model: DataModel;
  readonly dataset: Dataset | null;
}

/** Fields of a tstats by clause that are not in CIM; those that only a newer CIM has count as the configuration says. */
export function outsideGroups(command: SplCommand, environment: SplEnvironment): OutsideGroup[] {
  if (command.name !== 'tstats' || fillsGaps(command)) return [];
  const reading = readTstats(command);
  if (!reading.source) return [];
  const { model, dataset } = checkSource(reading.source.text, reading.source.token, environment);
  if (!model) return [];
  return reading.fields
    .filter(({ clause, name }) => clause === 'by' && isOutside(resolveField(model, dataset, name), environment))
    .map((reference) => ({ ...reference, model, dataset }));
}

function isOutside(verdict: FieldVerdict, { newerFields }: SplEnvironment): boolean {
  return verdict.kind === 'unknown' || (verdict.kind === 'fine' && verdict.newer && newerFields === 'missing');
}

interface Source {
  readonly findings: Finding[];
  /** CIM's model, where it is one and the dataset exists. */
  readonly model?: DataModel;
  readonly dataset: Dataset | null;
}

function checkSource(text: string, { start }: Token, environment: SplEnvironment): Source {
  const [name = '', ...path] = text.split('.');
  const wanted = path.join('.');
  const listed = environment.datasetsOf(name);
  const model = cim().models.get(name);
  if (listed && (wanted === '' || listed.length === 0 || listed.includes(wanted)))
    return { findings: [], dataset: null };
  if (!model) {
    const app = cim().otherModels.get(name);
    const message = listed
      ? `environment.splunk.dataModels does not list ${wanted} under ${name}`
      : `data model ${name} is not CIM's${app ? ` but comes with ${app}` : ''}; list it under environment.splunk.dataModels if you have it`;
    return {
      findings: [{ code: listed ? 'spl-unknown-dataset' : 'spl-unknown-data-model', message, start }],
      dataset: null,
    };
  }
  const dataset = wanted === '' ? null : (model.datasets.get(wanted) ?? model.byLineage.get(wanted));
  if (dataset === undefined) {
    const message = `data model ${name} has no dataset ${wanted}; it has ${[...model.datasets.keys()].join(', ')}`;
    return { findings: [{ code: 'spl-unknown-dataset', message, start }], dataset: null };
  }
  const findings: Finding[] = model.deprecated
    ? [{ code: 'spl-deprecated-data-model', message: `data model ${name} is deprecated: ${model.deprecated}`, start }]
    : [];
  return { findings, model, dataset };
}

/** `nodename=All_Traffic.Allowed_Traffic`: a dataset by its lineage. */
function checkNode(model: DataModel, node: Token): Finding[] {
  const name = unquote(node).replace(new RegExp(`^${model.name}\\.`), '');
  if (name.includes('*') || model.byLineage.has(name) || model.datasets.has(name)) return [];
  return [
    { code: 'spl-unknown-dataset', message: `data model ${model.name} has no dataset ${name}`, start: node.start },
  ];
}

function checkFields(
  model: DataModel,
  dataset: Dataset | null,
  references: readonly FieldReference[],
  environment: SplEnvironment,
  fillsGaps: boolean,
): Finding[] {
  const findings: Finding[] = [];
  const newer = new Map<string, Token>();
  const seen = new Set<string>();
  for (const { name, token, clause, needed } of references) {
    if (seen.has(`${clause}:${name}`)) continue;
    seen.add(`${clause}:${name}`);
    const verdict = resolveField(model, dataset, name);
    if (needed && verdict.kind !== 'fine') {
      const where = verdict.kind === 'unknown' ? verdict.dataset : dataset;
      const message = `where ${name}: ${model.name} has no such field, and no event passes${fieldHint(model, where, name)}`;
      findings.push({ code: 'spl-filter-field', message, start: token.start });
    } else if (clause === 'by' && !fillsGaps && (verdict.kind === 'prefix' || isOutside(verdict, environment))) {
      const where = verdict.kind === 'unknown' ? verdict.dataset : dataset;
      const hint = verdict.kind === 'fine' ? '; it came after CIM 4.20' : fieldHint(model, where, name);
      const message = `by ${name}: ${model.name} has no such field, and the group-by returns no rows${hint}`;
      findings.push({ code: 'spl-group-field', message, start: token.start });
    } else if (verdict.kind === 'fine') {
      if (verdict.newer && environment.newerFields !== 'present' && !newer.has(name)) newer.set(name, token);
    } else if (verdict.kind === 'unknown') {
      const message = `${verdict.dataset.name} has no field ${name}: ${EFFECT[clause]}${fieldHint(model, verdict.dataset, name)}`;
      findings.push({ code: 'spl-unknown-field', message, start: token.start });
    } else {
      const message = `${name} is not written as a field of ${model.name}${dataset ? `.${dataset.name}` : ''}: ${EFFECT[clause]}${fieldHint(model, dataset, name)}`;
      findings.push({ code: 'spl-field-prefix', message, start: token.start });
    }
  }
  const [first] = newer.values();
  if (first) {
    const names = [...newer.keys()].join(', ');
    findings.push({
      code: 'spl-newer-field',
      message: `${names}: not in CIM 4.20; check that your CIM add-on has it`,
      start: first.start,
    });
  }
  return findings;
}

const EFFECT: Readonly<Record<FieldReference['clause'], string>> = {
  function: 'the column stays empty',
  where: 'the comparison matches nothing',
  by: 'the group-by returns no rows',
};
