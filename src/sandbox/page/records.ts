import type { AzureState } from '../azure/index.ts';
import type { SplunkdState } from '../splunkd/index.ts';
import { type Html, html } from './html.ts';
import { layout, pageOf, pager, searchWords } from './views.ts';

/** Documents of one collection, events of one sourcetype, rows of one stream or uploaded objects, as they are stored. */
export interface RecordSet {
  /** Collection, sourcetype, stream or source system. */
  readonly name: string;
  readonly platform: string;
  /** What its rows are, where that needs saying. */
  readonly note?: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const COLUMNS = 7;
const NO_SOURCETYPE = '(no sourcetype)';
/** Fields that a list has no room for: identifiers, links, times, long texts. */
const IN_DETAILS_ONLY =
  /(^_|ids?|keys?|hash|url|query|seen|updated|removed|timegenerated|objects|problems|repairs|additions)$/i;

/** Splunk's first; what can only be appended to comes with its newest first. */
export function recordSets(splunk: SplunkdState, azure: AzureState): RecordSet[] {
  const collections = Object.values(splunk.kv).map(({ name, documents }) => ({
    name,
    platform: 'Splunk KV store',
    rows: Object.values(documents),
  }));
  const streams = Object.entries(azure.ingested).map(([path, rows]) => ({
    name: path.split('/').at(-1) ?? path,
    platform: 'Log Analytics',
    note: 'Every version of each record, newest first.',
    rows: (rows as Record<string, unknown>[]).toReversed(),
  }));
  return [...collections, ...eventSets(splunk.events), ...streams, ...intelligenceSets(azure.intelligence ?? {})];
}

/** What the HTTP Event Collector took, one set a sourcetype. */
function eventSets(events: SplunkdState['events']): RecordSet[] {
  const sets = new Map<string, Record<string, unknown>[]>();
  for (const { token: _, event, sourcetype = NO_SOURCETYPE, ...metadata } of events.toReversed()) {
    const held = sets.get(sourcetype) ?? [];
    const isRecord = typeof event === 'object' && event !== null && !Array.isArray(event);
    held.push({ ...(isRecord ? event : { event }), ...prefixed(metadata) });
    sets.set(sourcetype, held);
  }
  const note = 'Each change as an event, newest first.';
  return [...sets].map(([name, rows]) => ({ name, platform: 'Splunk events', note, rows }));
}

/** Metadata beside an event, under names that take nothing from the event's own fields. */
function prefixed(metadata: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(metadata).map(([field, value]) => [`_${field}`, value]));
}

/** STIX objects by `/source system/id`, one set a source system. */
function intelligenceSets(objects: NonNullable<AzureState['intelligence']>): RecordSet[] {
  const sets = new Map<string, Record<string, unknown>[]>();
  for (const [path, object] of Object.entries(objects)) {
    const source = path.split('/')[1] ?? '';
    const held = sets.get(source) ?? [];
    held.push(object);
    sets.set(source, held);
  }
  const platform = 'Threat intelligence';
  return [...sets].map(([source, rows]) => ({ name: `${platform} of ${source}`, platform, rows }));
}

/** All sets with their figures. */
export function renderRecordSets(sets: readonly RecordSet[]): Html {
  return layout(
    'Records',
    'records',
    html`
    <h1>Records</h1>
    <p class="sub">Articles, hunts and indicators beside the hunts: documents of the KV store, events, rows sent to Log Analytics, and threat intelligence.</p>
    <div class="cards">${sets.map(
      ({ name, platform, rows }) => html`<section class="card"><h2><a href="${address(name)}">${name}</a></h2>
      <dl class="figures"><div><dt>${platform}</dt><dd>${rows.length}</dd></div></dl></section>`,
    )}</div>
    ${sets.length === 0 && html`<div class="scroll"><p class="empty">None yet. A sync with records switched on writes them.</p></div>`}`,
  );
}

/** One set: `q` filters by text, `page` counts from 1, `at` shows one record with everything in it. */
export function renderRecordSet(set: RecordSet, query: URLSearchParams): Html {
  const one = set.rows[Number.parseInt(query.get('at') ?? '', 10)];
  return one ? record(set, one) : list(set, query);
}

function list({ name, platform, note, rows }: RecordSet, query: URLSearchParams): Html {
  const words = searchWords(query);
  const found = [...rows.entries()].filter(([, row]) => {
    const text = JSON.stringify(row).toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const { shown: onPage, page, pages } = pageOf(found, query);
  const columns = Object.keys(rows[0] ?? {})
    .filter((column) => !IN_DETAILS_ONLY.test(column))
    .slice(0, COLUMNS);
  const link = (to: number) => address(name, { q: query.get('q') ?? '', page: String(to) });
  return layout(
    name,
    'records',
    html`
    <p class="sub"><a href="/records">Records</a></p>
    <h1>${name}</h1>
    <p class="sub">${platform}${note !== undefined && `. ${note}`}</p>
    <form action="/records" method="get" role="search">
      <input type="hidden" name="set" value="${name}">
      <input type="search" name="q" value="${query.get('q') ?? ''}" maxlength="200" aria-label="Filter" placeholder="Filter by any text in a record">
      <button>Filter</button>
    </form>
    <div class="scroll">${
      found.length === 0
        ? html`<p class="empty">Nothing to show.</p>`
        : html`<table><thead><tr>${columns.map((column) => html`<th>${column}</th>`)}</tr></thead>
      <tbody>${onPage.map(
        ([at, row]) =>
          html`<tr>${columns.map((column, index) => (index === 0 ? html`<td class="name"><a href="${address(name, { at: String(at) })}">${shown(row[column]) || '(none)'}</a></td>` : html`<td>${shown(row[column])}</td>`))}</tr>`,
      )}</tbody></table>`
    }</div>
    ${pager({ found: found.length, all: rows.length, things: 'records', page, pages, link })}`,
  );
}

function record({ name }: RecordSet, row: Readonly<Record<string, unknown>>): Html {
  return layout(
    name,
    'records',
    html`
    <p class="sub"><a href="/records">Records</a> / <a href="${address(name)}">${name}</a></p>
    <div class="card"><dl class="facts">${Object.entries(row).map(([field, value]) => html`<dt>${field}</dt><dd>${shown(value)}</dd>`)}</dl></div>`,
  );
}

function address(set: string, more: Readonly<Record<string, string>> = {}): string {
  return `/records?${new URLSearchParams({ set, ...more })}`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(', ');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
}
