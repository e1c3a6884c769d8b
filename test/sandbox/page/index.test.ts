import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { emptyGraphState, type GraphState } from '../../../src/sandbox/graph/index.ts';
import { createPage } from '../../../src/sandbox/page/index.ts';
import { type StandInServer, serve } from '../../../src/sandbox/server.ts';
import { azureState, type StoredSentinel, type StoredSplunk, splunkState } from '../../support/stored-hunts.ts';

let server: StandInServer | undefined;
afterEach(() => server?.close());

async function open(
  splunk: readonly StoredSplunk[] = [],
  sentinel: readonly StoredSentinel[] = [],
  defender: GraphState = emptyGraphState(),
) {
  server = await serve(createPage({ splunk: splunkState(...splunk), sentinel: azureState(...sentinel), defender }));
  const { url } = server;
  return async (path: string) => (await fetch(url + path)).text();
}

const SPLUNK: readonly StoredSplunk[] = [
  {
    name: 'Odd logons - 1a2b',
    settings: {
      search: 'index=auth\n| stats count by user',
      description: 'Logons at odd hours. Read https://example.com/one. Also (https://example.com/two?a=1&b=2).',
      'alert.managedBy': 'huntsync',
      'alert.severity': '3',
      'action.huntsync.key': 'uc:ODD',
      'action.huntsync.severity': 'HIGH',
      'action.huntsync.phase': 'actions',
      'action.huntsync.techniques': 'T1078,T1078.004,T1110',
      'action.huntsync.articles': 'aaa bbb ccc',
    },
  },
  {
    name: 'Gone',
    settings: { search: 'x', disabled: '1', 'action.huntsync.key': 'k', 'action.huntsync.severity': 'CRIT' },
  },
  { name: 'By hand', settings: { search: 'index=main' } },
];
const SENTINEL: readonly StoredSentinel[] = [
  {
    name: 'Odd logons',
    query: 'SigninLogs | take 5',
    tags: {
      description: 'd',
      tactics: 'Execution',
      techniques: 'T1059',
      'huntsync-severity': 'MED / install / Low',
      'huntsync-articles': '["x","y"]',
    },
  },
  { name: 'Retired one', category: 'Retired', tags: { 'huntsync-key': 'k' } },
];

function rules(...texts: readonly string[]): GraphState {
  const of = (text: string, at: number): GraphState['rules'][string] => ({
    id: `rule-${at}`,
    displayName: text,
    description: `${text} [huntsync key=k%3A${at} use=${at < 2 ? 'hunting' : 'retired'} severity=HIGH articles=a%2Cb broken=%E0]`,
    status: at === 0 ? 'enabled' : 'autoDisabled',
    createdBy: text,
    createdDateTime: '2026-11-01T00:00:00.0000000Z',
    lastModifiedBy: text,
    lastModifiedDateTime: '2026-11-02T00:00:00.0000000Z',
    queryCondition: { queryText: text },
    schedule: { frequency: 'PT0S' },
    detectionAction: {
      alertTemplate: {
        title: text,
        severity: 'medium',
        tactics: [{ tactic: 'Execution', techniques: [{ technique: 'T1059', subTechniques: ['T1059.001'] }] }],
        customDetails: { [text]: text },
      },
    },
  });
  return { rules: Object.fromEntries(texts.map((text, at) => [`/rule-${at}`, of(text, at)])) };
}

function byHand(state: GraphState): GraphState['rules'][string] {
  const { description: _, ...rule } = state.rules['/rule-0'] as GraphState['rules'][string];
  return { ...rule, id: 'x', displayName: 'By hand' };
}

/** A table's rows as text, a cell a column. */
function rows(page: string): string[][] {
  return [...page.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].slice(1).map(([, row = '']) =>
    [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell = '']) =>
      cell
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    ),
  );
}

function figures(page: string): Record<string, string> {
  return Object.fromEntries(
    [...page.matchAll(/<dt[^>]*>([^<]*)<\/dt><dd>(\d+)/g)].map(([, label, count]) => [label, count]),
  );
}

describe('the lists', () => {
  it('show each saved search with what its metadata says, ours and the most severe first', async () => {
    const get = await open(SPLUNK, SENTINEL);
    const page = await get('/splunk');
    expect(rows(page)).toEqual([
      ['Odd logons - 1a2b', 'HIGH', 'actions', 'T1078.004 T1110', '3', 'in use'],
      ['Gone', 'CRIT', '', '', '', 'retired'],
      ['By hand', '', '', '', '', 'made by others'],
    ]);
    expect(figures(page)).toEqual({ 'in use': '1', retired: '1', high: '1', 'made by others': '1' });
    expect(rows(await get('/sentinel'))).toEqual([
      ['Odd logons', 'MED', 'install', 'T1059', '2', 'in use'],
      ['Retired one', '', '', '', '', 'retired'],
    ]);
  });

  it('show custom detection rules, ours as their metadata has it, whether they run or not', async () => {
    const state = rules('Odd logons', 'Switched off', 'Gone');
    const get = await open([], [], { rules: { ...state.rules, '/x': byHand(state) } });
    expect(rows(await get('/defender'))).toEqual([
      ['Odd logons', 'HIGH', '', 'T1059.001', '2', 'in use'],
      ['Switched off', 'HIGH', '', 'T1059.001', '2', 'in use'],
      ['Gone', 'HIGH', '', 'T1059.001', '2', 'retired'],
      ['By hand', 'medium', '', 'T1059.001', '', 'made by others'],
    ]);
    expect(await get('/')).toContain('Microsoft Defender: custom detection rules');
    const page = await get('/defender/hunt?id=%2Frule-1');
    expect(page).toContain('<dt>status</dt><dd>autoDisabled</dd>');
    expect(page).toContain('<dt>huntsync-key</dt><dd>k:1</dd>');
  });

  it('filter by words anywhere in the hunt and by state', async () => {
    const get = await open(SPLUNK, SENTINEL);
    const names = async (path: string) => rows(await get(path)).map(([name]) => name);
    expect(await names('/splunk?q=t1078+LOGONS')).toEqual(['Odd logons - 1a2b']);
    expect(await names('/splunk?q=index%3Dmain')).toEqual(['By hand']);
    expect(await names('/splunk?state=retired')).toEqual(['Gone']);
    expect(await names('/splunk?state=unmanaged')).toEqual(['By hand']);
    expect(await names('/splunk?state=used&q=gone')).toEqual([]);
    expect(await names('/splunk?state=nonsense')).toHaveLength(3);
    expect(await get('/splunk?q=nothing-has-this')).toContain('Nothing to show');
  });

  it('come in pages of 100 that keep the filter', async () => {
    const many = Array.from({ length: 205 }, (_, i) => ({
      name: `Hunt ${String(i).padStart(3, '0')}`,
      settings: { search: 's' },
    }));
    const get = await open(many);
    const first = await get('/splunk?q=hunt&state=unmanaged');
    expect(rows(first)).toHaveLength(100);
    expect(first).toContain('205 saved searches, page 1 of 3');
    expect(first).toContain('href="/splunk?q=hunt&amp;state=unmanaged&amp;page=2"');
    expect(rows(await get('/splunk?page=3'))[4]?.[0]).toBe('Hunt 204');
    expect(rows(await get('/splunk?page=99'))).toHaveLength(5);
    expect(rows(await get('/splunk?page=-1'))).toHaveLength(100);
  });

  it('show at most the first eight of each platform on the overview', async () => {
    const many = Array.from({ length: 9 }, (_, i) => ({ name: `Hunt ${i}`, settings: { search: 's' } }));
    const page = await (await open(many, SENTINEL))('/');
    expect(page).toContain('All 9 saved searches');
    expect(page).not.toContain('Hunt 8');
    expect(page).toContain('Retired one');
  });
});

describe('a hunt', () => {
  it('shows its query, description, details and links', async () => {
    const get = await open(SPLUNK, SENTINEL);
    const page = await get('/splunk/hunt?id=nobody%2Fhuntsync%2FOdd+logons+-+1a2b');
    expect(page).toContain('<pre>index=auth\n| stats count by user</pre>');
    expect(page).toContain('<dt>action.huntsync.key</dt><dd>uc:ODD</dd>');
    expect(page).toContain('Logons at odd hours.');
    expect([...page.matchAll(/<a href="(https?:[^"]*)" rel="noopener noreferrer"/g)].map(([, href]) => href)).toEqual([
      'https://example.com/one',
      'https://example.com/two?a=1&amp;b=2',
    ]);
    const list = await get('/sentinel');
    const [, href = ''] = /href="(\/sentinel\/hunt[^"]*)"/.exec(list) ?? [];
    const query = await get(href.replaceAll('&amp;', '&'));
    expect(query).toContain('<pre>SigninLogs | take 5</pre>');
    expect(query).toContain('<dt>tactics</dt><dd>Execution</dd>');
  });

  it.each(['/splunk/hunt?id=none', '/splunk/hunt', '/nothing', '/api/other', '/splunk/hunt/x'])(
    'is a 404 at %s',
    async (path) => {
      await open(SPLUNK, SENTINEL);
      const response = await fetch(server?.url + path);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('Nothing here');
    },
  );
});

it('answers the same as JSON', async () => {
  const get = await open(SPLUNK, SENTINEL);
  const { hunts } = JSON.parse(await get('/api/splunk'));
  expect(hunts[0]).toMatchObject({
    platform: 'splunk',
    name: 'Odd logons - 1a2b',
    managed: true,
    inUse: true,
    severity: 'HIGH',
    articles: ['aaa', 'bbb', 'ccc'],
    query: 'index=auth\n| stats count by user',
  });
  expect(JSON.parse(await get('/api/sentinel')).hunts).toHaveLength(2);
});

describe('stored text is hostile', () => {
  const SCRIPT = '</title><script>alert(1)</script><img src=x onerror=alert(2)>"\'`';

  it('is never markup, in any place of any page', async () => {
    const splunk = [
      {
        name: SCRIPT,
        settings: {
          search: `</pre>${SCRIPT}`,
          description: SCRIPT,
          'alert.managedBy': SCRIPT,
          'action.huntsync.severity': `high" onclick="alert(3)`,
          'action.huntsync.phase': SCRIPT,
          'action.huntsync.articles': `["${'<script>'}"]`,
          [`action.huntsync.${SCRIPT}`]: SCRIPT,
        },
      },
    ];
    const sentinel = [
      {
        name: SCRIPT,
        query: SCRIPT,
        category: SCRIPT,
        tags: { techniques: SCRIPT, description: SCRIPT, [SCRIPT]: SCRIPT },
      },
    ];
    const get = await open(splunk, sentinel, rules(SCRIPT));
    const detail =
      /href="(\/(?:splunk|sentinel)\/hunt[^"]*)"/.exec(await get('/splunk'))?.[1]?.replaceAll('&amp;', '&') ?? '';
    const paths = ['/', '/splunk', '/sentinel', detail, '/sentinel/hunt?id=/subscriptions/s/savedsearches/0'];
    paths.push('/defender', '/defender/hunt?id=%2Frule-0');
    for (const path of [...paths, `/splunk?q=${encodeURIComponent(SCRIPT)}&state=${encodeURIComponent(SCRIPT)}`]) {
      const page = await get(path);
      const tags = [...page.matchAll(/<([a-z!/][a-z0-9]*)/gi)].map(([, name]) => name?.toLowerCase());
      expect(tags).not.toContain('script');
      expect(tags).not.toContain('img');
      expect(tags.filter((name) => name === '/title' || name === '/pre').length).toBeLessThanOrEqual(2);
      for (const [tag] of page.matchAll(/<[^>]*>/g)) expect(tag.replace(/"[^"]*"/g, '""')).not.toMatch(/\son\w+\s*=/i);
    }
    expect(await get('/splunk')).toContain('class="severity high"');
  });

  it('links to http and https addresses only, whatever they say', async () => {
    const description = [
      'javascript:alert(1)',
      'JaVaScRiPt://x/%0aalert(1)',
      'data:text/html,<script>1</script>',
      'https://example.com/"onmouseover="alert(1)',
      'http://[broken',
      'HTTPS://Example.com/Fine',
    ].join(' ');
    const page = await (await open([{ name: 'n', settings: { search: 's', description } }]))(
      '/splunk/hunt?id=nobody/huntsync/n',
    );
    expect([...page.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      '/style.css',
      '/',
      '/splunk',
      '/sentinel',
      '/defender',
      '/records',
      '/splunk',
      'https://example.com/',
      'https://example.com/Fine',
    ]);
  });

  it('cannot reorder or hide text', async () => {
    const page = await (await open([{ name: 'a\u202eb\u200bc\u0000d\ud800e', settings: { search: 's' } }]))('/splunk');
    expect(page).toContain('a\ufffdb\ufffdc\ufffdd\ufffde');
  });
});

describe('what the page answers to', () => {
  it('sends headers that forbid scripts, frames and sniffing, on every answer', async () => {
    await open();
    for (const path of ['/', '/splunk', '/api/splunk', '/style.css', '/nothing']) {
      const { headers } = await fetch(server?.url + path);
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self';/);
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe|script-src/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect(await (await fetch(`${server?.url}/`)).text()).not.toMatch(/<script|<style|\sstyle=|\son\w+=/);
  });

  it('refuses writes, and any name that is not this machine', async () => {
    await open();
    expect((await fetch(`${server?.url}/`, { method: 'POST' })).status).toBe(405);
    const status = await new Promise((resolve, reject) => {
      const options = { port: server?.port, host: '127.0.0.1', headers: { host: 'evil.example' } };
      httpRequest(options, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
  });
});
