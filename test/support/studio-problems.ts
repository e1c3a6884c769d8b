import { type FieldsRead, type Lookups, readFields } from './spl-fields.ts';
import {
  resultToken,
  type Studio,
  type StudioHandler,
  type StudioVisualization,
  tokensIn,
  tokensSet,
} from './studio.ts';

export interface StudioRules {
  readonly lookups: Lookups;
  /** Tokens of the inputs of each dashboard that a click may lead to. */
  readonly targets: ReadonlyMap<string, readonly string[]>;
  /** What the checks of hunts say of a search. */
  splProblems(query: string): string[];
}

/** What is wrong with a dashboard, a line each, with the id of what is wrong. */
export function studioProblems(studio: Studio, rules: StudioRules): string[] {
  const reads = new Map(
    Object.entries(studio.dataSources).map(([id, { options }]) => [
      id,
      options.query === undefined ? null : readFields(withSamples(options.query), rules.lookups),
    ]),
  );
  return [
    ...sourceProblems(studio),
    ...layoutProblems(studio),
    ...searchProblems(studio, rules, reads),
    ...reportProblems(studio, reads),
    ...tokenProblems(studio),
    ...Object.entries(studio.visualizations).flatMap(([id, viz]) =>
      [...formatProblems(viz, fieldsOf(viz, reads)), ...clickProblems(viz, fieldsOf(viz, reads), rules)].map(
        (problem) => `${id}: ${problem}`,
      ),
    ),
  ];
}

/** Visualizations that show a text as text (Dashboard Studio, visualization types). */
const PLAIN = /^splunk\.(table|singlevalue|bar|column|pie)$/;
const INPUTS = /^input\.(dropdown|text|timerange)$/;

type Reads = ReadonlyMap<string, FieldsRead | null>;

/** Null where the fields are those of whatever hunt runs. */
function fieldsOf({ dataSources }: StudioVisualization, reads: Reads): ReadonlySet<string> | null {
  const read = reads.get(dataSources?.primary ?? '');
  return read === null ? null : (read?.fields ?? new Set());
}

function sourceProblems({ visualizations, inputs, dataSources }: Studio): string[] {
  const users = [...Object.entries(visualizations), ...Object.entries(inputs)];
  const used = new Set(users.flatMap(([, { dataSources: own }]) => (own ? [own.primary] : [])));
  return [
    ...[...used].filter((id) => !Object.hasOwn(dataSources, id)).map((id) => `${id}: is no data source`),
    ...Object.keys(dataSources).flatMap((id) => (used.has(id) ? [] : [`${id}: is not shown`])),
    ...Object.entries(dataSources).flatMap(([id, { type, options }]) =>
      type === (options.query === undefined ? 'ds.savedSearch' : 'ds.search') ? [] : [`${id}: is a ${type}`],
    ),
    ...Object.entries(visualizations).flatMap(([id, viz]) => (viz.dataSources ? [] : [`${id}: has no data source`])),
  ];
}

function layoutProblems({ layout, visualizations, inputs }: Studio): string[] {
  const { type, structure, options, globalInputs } = layout;
  const placed = structure.map(({ item }) => item);
  const boxes = structure.map(({ item, position }) => ({ item, ...position }));
  const area = boxes.reduce((sum, { w, h }) => sum + w * h, 0);
  return [
    ...(type === 'grid' ? [] : [`layout: is ${type}`]),
    ...Object.keys(visualizations).flatMap((id) => (placed.includes(id) ? [] : [`${id}: is nowhere`])),
    ...placed.flatMap((id, at) =>
      Object.hasOwn(visualizations, id) ? [] : [`${id}: is placed (${at}) and is nothing`],
    ),
    ...placed.flatMap((id, at) => (placed.indexOf(id) === at ? [] : [`${id}: is placed twice`])),
    ...Object.keys(inputs).flatMap((id) => (globalInputs.includes(id) ? [] : [`${id}: is no input on the page`])),
    ...Object.entries(inputs).flatMap(([id, input]) => (INPUTS.test(input.type) ? [] : [`${id}: is a ${input.type}`])),
    ...globalInputs.flatMap((id) => (Object.hasOwn(inputs, id) ? [] : [`${id}: is no input`])),
    ...boxes.flatMap(({ item, x, y, w, h }, at) => [
      ...(x >= 0 && y >= 0 && x + w <= options.width && y + h <= options.height ? [] : [`${item}: is out of bounds`]),
      ...(w >= 180 && h >= 100 ? [] : [`${item}: is too small to read`]),
      ...boxes
        .slice(at + 1)
        .filter((other) => x < other.x + other.w && other.x < x + w && y < other.y + other.h && other.y < y + h)
        .map((other) => `${item}: overlaps ${other.item}`),
    ]),
    ...(area === options.width * options.height ? [] : ['layout: has gaps']),
  ];
}

function searchProblems({ dataSources, inputs }: Studio, { splProblems }: StudioRules, reads: Reads): string[] {
  const searches = Object.entries(dataSources).filter(([, { options }]) => options.query !== undefined);
  return [
    ...searches.flatMap(([id, { options }]) => splProblems(options.query ?? '').map((problem) => `${id}: ${problem}`)),
    ...searches.flatMap(([id]) => (reads.get(id)?.problems ?? []).map((problem) => `${id}: ${problem}`)),
    ...Object.entries(inputs).flatMap(([id, { dataSources: own, context }]) => {
      const fields = reads.get(own?.primary ?? '')?.fields ?? new Set();
      const selected = seriesIn(JSON.stringify(context ?? {}));
      return selected.flatMap((field) => (fields.has(field) ? [] : [`${id}: ${field} is not in its search`]));
    }),
  ];
}

/**
 * A report runs what its name says, so the name may only be the first result of a search of the same page, over the page's time.
 * https://help.splunk.com/splunk-enterprise/create-dashboards-and-reports/dashboard-studio/9.3/add-dashboard-interactions/setting-tokens-from-search-results-or-search-job-metadata
 */
function reportProblems({ dataSources }: Studio, reads: Reads): string[] {
  return Object.entries(dataSources).flatMap(([id, { options }]) => {
    if (options.ref === undefined) return [];
    const named = resultToken(options.ref);
    const [from, source] = Object.entries(dataSources).find(([, { name }]) => name === named?.source) ?? [];
    return [
      ...(options.app === 'huntsync' ? [] : [`${id}: runs a report of another app`]),
      ...(options.useSavedTimeRange === false ? [] : [`${id}: runs over another time than the page's`]),
      ...(source?.options.enableSmartSources ? [] : [`${id}: ${options.ref} is no result of the page`]),
      ...(from && reads.get(from)?.fields.has(named?.field ?? '')
        ? []
        : [`${id}: ${named?.field} is not in its search`]),
    ];
  });
}

function tokenProblems(studio: Studio): string[] {
  const known = tokensSet(studio);
  return Object.entries(studio.dataSources).flatMap(([id, { options }]) => {
    const inQuery = tokensIn(options.query ?? '');
    const inTime = Object.values(options.queryParameters ?? {}).flatMap(tokensIn);
    const unset = [...inQuery, ...inTime].filter(({ name }) => !known.has(name));
    const open = inQuery.filter(({ filter }) => filter !== 's');
    return [
      ...unset.map(({ text }) => `${id}: nothing sets ${text}`),
      ...open.map(({ text }) => `${id}: ${text} is not quoted`),
    ];
  });
}

function formatProblems(
  { type, title, options = {}, context = {} }: StudioVisualization,
  fields: ReadonlySet<string> | null,
): string[] {
  const json = JSON.stringify(options);
  const isShown = fields === null || options['showInternalFields'] === false || type !== 'splunk.table';
  const hex = [...JSON.stringify({ options, context }).matchAll(/"#(?:FFF(?:FFF)?|000(?:000)?)"/gi)];
  const called = [...json.matchAll(/(?:matchValue|rangeValue|gradient)\((\w+)\)/g)].map(([, name = '']) => name);
  const perColumn = Object.keys((options['columnFormat'] as object | undefined) ?? {});
  // The colours of a pie are those of the values in its first column.
  const perSeries =
    type === 'splunk.pie' ? [] : Object.keys((options['seriesColorsByField'] as object | undefined) ?? {});
  const named = [...perColumn, ...perSeries, ...seriesIn(json)];
  return [
    ...(PLAIN.test(type) ? [] : [`${type} may show a text as markup`]),
    ...tokensIn(title).map(({ text }) => `its title holds ${text}`),
    ...(isShown ? [] : ['shows its internal fields']),
    ...hex.map(([colour]) => `${colour} is lost on one of the two themes`),
    ...called.flatMap((name) => (Object.hasOwn(context, name) ? [] : [`${name} is not defined`])),
    ...Object.keys(context).flatMap((name) => (called.includes(name) ? [] : [`${name} is not used`])),
    ...named.flatMap((field) => (fields === null || fields.has(field) ? [] : [`${field} is not in its search`])),
  ];
}

function clickProblems(
  viz: StudioVisualization,
  fields: ReadonlySet<string> | null,
  { targets }: StudioRules,
): string[] {
  return (viz.eventHandlers ?? []).flatMap((handler) => {
    const { url = '', tokens = [] } = handler.options;
    const rows = [...tokensIn(url), ...tokens.flatMap(({ key, value }) => tokensIn(`$${key ?? value}$`))];
    const named = rows.map(({ name }) => /^row\.(\w+)\.value$/.exec(name)?.[1] ?? name);
    return [
      ...named.flatMap((field) => (fields === null || fields.has(field) ? [] : [`a click reads ${field}`])),
      ...(isSafeTarget(handler, targets) ? [] : [`a click leads to ${JSON.stringify(handler.options)}`]),
    ];
  });
}

function isSafeTarget({ type, options }: StudioHandler, targets: StudioRules['targets']): boolean {
  if (type === 'drilldown.setToken') return true;
  // A record's address is a web address or empty (records/values.ts); else a page of this app with the value encoded.
  if (type === 'drilldown.customUrl') {
    return (
      options.url === '$row._url.value$' ||
      /^\/app\/huntsync\/report\?s=\$row\.\w+\.value\|u\$$/.test(options.url ?? '')
    );
  }
  if (type !== 'drilldown.linkToDashboard' || options.app !== 'huntsync') return false;
  const inputs = targets.get(options.dashboard ?? '') ?? [];
  const tokens = options.tokens ?? [];
  return tokens.length > 0 && tokens.every(({ token }) => inputs.includes(token));
}

/** The search as it runs, with a value in quotes for each `$token|s$`. */
export function withSamples(query: string): string {
  return query.replace(/\$\w+\|s\$/g, '"sample"');
}

/** Fields that dynamic options select: `seriesByName('x')`. */
function seriesIn(json: string): string[] {
  return [...json.matchAll(/seriesByName\((?:\\"|')([^"'\\]+)(?:\\"|')\)/g)].map(([, name = '']) => name);
}
