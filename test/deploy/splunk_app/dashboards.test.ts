import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readStudio, type Studio } from '../../support/studio.ts';
import { type StudioRules, studioProblems } from '../../support/studio-problems.ts';
import { allElements, parseXml } from '../../support/xml.ts';
import { appLookups, splProblems } from './searches.ts';

const UI = new URL('../../../splunk_app/default/data/ui/', import.meta.url);
const dashboards = readdirSync(new URL('views/', UI))
  .sort()
  .map((file): [string, Studio] => [
    file.replace(/\.xml$/, ''),
    readStudio(readFileSync(new URL(`views/${file}`, UI), 'utf8')),
  ]);

const rules: StudioRules = {
  lookups: appLookups(),
  targets: new Map(
    dashboards.map(([name, { inputs }]) => [name, Object.values(inputs).map(({ options }) => options.token)]),
  ),
  splProblems,
};

test('the navigation has every dashboard once, and the overview first', () => {
  const nav = parseXml(readFileSync(new URL('nav/default.xml', UI), 'utf8'));
  const shown = allElements(nav).flatMap(({ name, attributes }) => (name === 'view' ? [attributes['name']] : []));
  expect(shown.filter((name) => name?.startsWith('huntsync_')).sort()).toEqual(dashboards.map(([name]) => name));
  expect(shown[0]).toBe('huntsync_overview');
});

test.each(dashboards)('%s holds together', (_, studio) => {
  expect(studioProblems(studio, rules)).toEqual([]);
});

test('only the page of one hunt runs a hunt: one of its own, whatever an address or a click names', () => {
  const runs = dashboards.flatMap(([name, { dataSources }]) =>
    Object.values(dataSources).flatMap(({ options }) => (options.ref === undefined ? [] : [[name, options.ref]])),
  );
  expect(runs).toEqual([['huntsync_hunt', '$Saved searches:result._saved_search$']]);
});

describe('the checks find what is wrong', () => {
  const page = dashboards.find(([name]) => name === 'huntsync_hunt')?.[1];
  const search = 'dataSources.ds_hunt.options.query';
  const click = 'visualizations.viz_articles.eventHandlers.0.options.url';

  /** What is changed on the page of one hunt (no value: taken away), and what is said of it. */
  const variants: readonly (readonly [string, string, unknown, string])[] = [
    ['a missing data source', 'dataSources.ds_query', undefined, 'ds_query: is no data source'],
    ['a data source that nothing shows', 'visualizations.viz_query', undefined, 'ds_query: is not shown'],
    ['a block of nothing', 'visualizations.viz_query', undefined, 'viz_query: is placed (1) and is nothing'],
    ['a visualization that is nowhere', 'layout.structure', [], 'viz_named: is nowhere'],
    ['an overlap', 'layout.structure.0.position.w', 640, 'viz_hunt: overlaps viz_query'],
    ['a gap', 'layout.structure.0.position.h', 130, 'layout: has gaps'],
    ['an overhang', 'layout.structure.0.position.x', -10, 'viz_hunt: is out of bounds'],
    ['an input off the page', 'layout.globalInputs', ['input_hunt'], 'input_time: is no input on the page'],
    ['an input of another kind', 'inputs.input_hunt.type', 'input.drop', 'input_hunt: is a input.drop'],
    ['a command that acts', search, '| inputlookup huntsync_hunts | outputlookup x', 'ds_hunt: rejected'],
    ['a command that needs rights', search, '| rest /services/saved/searches', 'ds_hunt: rejected'],
    ['an unknown macro', search, '| inputlookup huntsync_hunts | `nowhere`', 'ds_hunt: rejected'],
    ['another saved search', search, '| savedsearch "x"', 'ds_hunt: rejected'],
    ['a report of another app', 'dataSources.ds_results.options.app', 'search', 'runs a report of another app'],
    [
      'a report that an address names',
      'dataSources.ds_results.options.ref',
      '$saved_search$',
      'is no result of the page',
    ],
    [
      'a report of no result',
      'dataSources.ds_results.options.ref',
      '$Saved searches:result.name$',
      'name is not in its search',
    ],
    ['a report over its own time', 'dataSources.ds_results.options.useSavedTimeRange', true, 'over another time'],
    ['keys in sight', 'visualizations.viz_named.options.showInternalFields', true, 'viz_named: shows its internal'],
    [
      'white on white',
      'visualizations.viz_named.context.severityText.0.value',
      '#FFFFFF',
      'viz_named: "#FFFFFF" is lost on one of the two themes',
    ],
    ['an unknown lookup', search, '| inputlookup huntsync_hunt', 'ds_hunt: huntsync_hunt is no lookup'],
    ['an unknown field', search, '| inputlookup huntsync_hunts | table titel', 'ds_hunt: titel is no field here'],
    ['an unknown field in eval', search, '| inputlookup huntsync_hunts | eval a=coalesce(b,"c")', 'b is no field here'],
    ['an unknown field in a lookup', search, '| inputlookup huntsync_hunts where hunt="x"', 'hunt is no field of'],
    [
      'a field that stats dropped',
      search,
      '| inputlookup huntsync_hunts | stats count BY phase | sort severity',
      'severity is no field here',
    ],
    [
      'a field that rename took',
      search,
      '| inputlookup huntsync_hunts | rename phase AS p | sort phase',
      'phase is no field here',
    ],
    [
      'a token that nothing sets',
      search,
      '| inputlookup huntsync_hunts where hunt_key=$key|s$',
      'nothing sets $key|s$',
    ],
    [
      'a token without quotes',
      search,
      '| inputlookup huntsync_hunts where hunt_key=$hunt_key$',
      '$hunt_key$ is not quoted',
    ],
    [
      'a column that is not there',
      search,
      '| inputlookup huntsync_hunts | table severity',
      'What is not in its search',
    ],
    [
      'a choice of nothing',
      'dataSources.ds_choices.options.query',
      '| inputlookup huntsync_hunts | table hunt_key',
      'input_hunt: choice is not in its search',
    ],
    [
      'colours of nothing',
      'visualizations.viz_articles.context.severityText',
      undefined,
      'severityText is not defined',
    ],
    ['markup', 'visualizations.viz_articles.type', 'splunk.markdown', 'viz_articles: splunk.markdown may show'],
    ['a title of a token', 'visualizations.viz_articles.title', '$hunt_key$', 'its title holds $hunt_key$'],
    ['a link out', click, 'https://intel.example/$row.url.value|u$', 'viz_articles: a click leads to'],
    ['a link to a title', click, '$row.article_title.value$', 'viz_articles: a click leads to'],
    ['a link to an unknown field', click, '/app/huntsync/report?s=$row.x.value|u$', 'viz_articles: a click reads x'],
    [
      'a dashboard without the token',
      'visualizations.viz_named.eventHandlers.0.options.dashboard',
      'huntsync_overview',
      'viz_named: a click leads to',
    ],
  ];

  test.each(variants)('%s', (_, path, value, expected) => {
    expect(studioProblems(changed(page, path.split('.'), value) as Studio, rules).join('\n')).toContain(expected);
  });
});

/** A copy with what is at the path changed, or taken away where there is no value. */
function changed(from: unknown, [head = '', ...rest]: readonly string[], value: unknown): unknown {
  const copy = (Array.isArray(from) ? [...from] : { ...(from as object) }) as Record<string, unknown>;
  if (rest.length > 0) copy[head] = changed(copy[head], rest, value);
  else if (value === undefined) delete copy[head];
  else copy[head] = value;
  return copy;
}
