import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PHASES } from '../../../src/briefing/article.ts';
import { planToText } from '../../../src/report/plan-text.ts';
import { auditSearch } from '../../../src/splunk/audit.ts';
import { SECURITY_FIELDS } from '../../../src/splunk/enterprise-security/fields.ts';
import { subjectOf } from '../../../src/splunk/enterprise-security/subject.ts';
import { wantedSearches } from '../../../src/splunk/wanted.ts';
import { unsafeReasons } from '../../../src/sync/safety.ts';
import { makeArticle, makeChecked, makeMany } from '../../support/hunts.ts';
import { APP, type Setup, setup, syncOnce } from '../support.ts';

const ENABLED = 'action.correlationsearch.enabled';
const LABEL = 'action.correlationsearch.label';
const ANNOTATIONS = 'action.correlationsearch.annotations';
const OURS =
  '{"analytic_story":["huntsync: A reader that starts shells"],"data_source":["Endpoint.Processes"],' +
  '"kill_chain_phases":["Exploitation"],"mitre_attack":["T1059.001","T1204.002"],"type":"Hunting","type_list":["Hunting"]}';
/** Those of a hunt whose results name a host. */
const ALL = SECURITY_FIELDS;
/** Those of one whose results name nobody: no risk to put on anything. */
const TOLD = ALL.filter((field) => !field.startsWith('action.risk'));
const THEIRS = '{"mitre_attack":["T1566"],"soc":["tuned"]}';

describe('annotations', () => {
  const rendered = (hunt: Parameters<typeof makeChecked>[0]) => {
    const [want] = wantedSearches([makeChecked(hunt)], { enabled: false }, subjectOf);
    if (!want) throw new Error('nothing wanted');
    return want.render(want.evidence);
  };
  const annotationsOf = (hunt: Parameters<typeof makeChecked>[0]) =>
    JSON.parse(rendered(hunt).fields[ANNOTATIONS] ?? '');

  test('name the technique with its sub-technique, the phase and the newest article', () => {
    const { name, fields } = rendered({});
    expect(fields[ENABLED]).toBe('1');
    expect(fields[LABEL]).toBe(name);
    expect(fields[ANNOTATIONS]).toBe(OURS);
  });

  test('spell the phases as Lockheed Martin and Enterprise Security do', () => {
    expect(PHASES.map((phase) => annotationsOf({ phase }).kill_chain_phases)).toEqual([
      ['Reconnaissance'],
      ['Weaponization'],
      ['Delivery'],
      ['Exploitation'],
      ['Installation'],
      ['Command and Control'],
      ['Actions on Objectives'],
    ]);
  });

  test('leave out what a hunt does not say', () => {
    expect(annotationsOf({ phase: null, techniques: [], articles: [] })).toEqual({
      analytic_story: ['huntsync: Shell started by a document reader'],
      data_source: ['Endpoint.Processes'],
      type: 'Hunting',
      type_list: ['Hunting'],
    });
  });

  test('are off by default', () => {
    const [want] = wantedSearches([makeChecked()], { enabled: false });
    const { fields } = want?.render(want.evidence) ?? { fields: {} };
    expect(Object.entries(fields).filter(([field, value]) => ALL.some((one) => one === field) && value !== '')).toEqual(
      [],
    );
    expect(Object.keys(fields)).toEqual(expect.arrayContaining([...ALL]));
  });

  test('are one safe line of JSON, and one story of ours, whatever an article is called', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constantFrom('"]}\nsearch = | delete', 'ends in \\', '\\"', '\u202egnp.exe', '\ud800', '', 'Ransomware'),
    );
    fc.assert(
      fc.property(nasty, nasty, (title, articleTitle) => {
        const object = rendered({ title, articles: [{ ...makeArticle('x'), title: articleTitle }] });
        const text = object.fields[ANNOTATIONS] ?? '';
        expect(auditSearch(object)).toEqual([]);
        expect(text).not.toMatch(/[\n\r\u0000\u202e]|\\$|\p{Cs}/u);
        const { analytic_story: stories } = JSON.parse(text);
        expect(stories).toHaveLength(1);
        expect(stories[0]).toMatch(/^huntsync:/);
      }),
    );
  });

  test('are audited', () => {
    const object = rendered({});
    const codes = (fields: Record<string, string>) =>
      auditSearch({ ...object, fields: { ...object.fields, ...fields } }).map(({ code }) => code);
    expect(codes(Object.fromEntries(ALL.map((field) => [field, ''])))).toEqual([]);
    const broken: Record<string, string>[] = [
      { [LABEL]: '' },
      { [ANNOTATIONS]: '' },
      { [ANNOTATIONS]: 'T1059' },
      { [LABEL]: 'x'.repeat(82) },
      { 'action.notable.param.security_domain': '' },
      { 'action.notable.param.drilldown_searches': '{}' },
      { 'action.risk.param._risk': 'dest' },
      { [ENABLED]: '' },
    ];
    for (const fields of broken) expect(codes(fields)).toEqual(['splunk-annotations']);
  });
});

describe('in Splunk', () => {
  let splunk: Setup;
  beforeEach(async () => {
    splunk = await setup();
  });
  afterEach(async () => {
    await splunk.close();
  });

  const sync = (on: boolean, hunts = [makeChecked()], context: Parameters<typeof syncOnce>[2] = {}) =>
    syncOnce(splunk.platform({ enterpriseSecurity: on }), hunts, context);
  const writes = () => splunk.server.log.filter(({ method }) => method !== 'GET').length;
  const settled = async (on: boolean, hunts = [makeChecked()], context: Parameters<typeof syncOnce>[2] = {}) => {
    const before = writes();
    const plan = await sync(on, hunts, context);
    expect(plan.changes).toEqual([]);
    expect(writes()).toBe(before);
    return plan;
  };
  const settings = (): Record<string, string> => {
    const [only, ...more] = splunk.stored();
    expect(more).toEqual([]);
    return only?.[1] ?? {};
  };
  const changed = (plan: Awaited<ReturnType<typeof sync>>) =>
    plan.changes.map(({ op, fields }) => [op, ...fields.map(({ field }) => field)]);

  test('off: an object holds nothing of it, as before there was such an option', async () => {
    await sync(false);
    const stored = settings();
    expect(Object.keys(stored).filter((key) => /correlationsearch|notable|risk|summary/.test(key))).toEqual([]);
    const hashed = (stored['action.huntsync.hash'] ?? '').split(' ').map((pair) => pair.split('=')[0]);
    expect(hashed).toEqual([
      'action.huntsync.article_title',
      'action.huntsync.article_url',
      'action.huntsync.confidence',
      'action.huntsync.phase',
      'action.huntsync.severity',
      'action.huntsync.tactics',
      'action.huntsync.techniques',
      'description',
      'disabled',
      'dispatch.earliest_time',
      'dispatch.latest_time',
      'is_scheduled',
      'search',
    ]);
    await settled(false);
    expect(splunk.server.log.at(-1)?.query).toContain(`f=${ANNOTATIONS}`);
  });

  test('on: it shows in Enterprise Security, does not run by itself, and reports nothing', async () => {
    await sync(true);
    const stored = settings();
    expect(stored).toMatchObject({ [ENABLED]: '1', [ANNOTATIONS]: OURS, 'action.correlationsearch': '0' });
    expect(stored[LABEL]).toBe(splunk.stored()[0]?.[0]);
    expect(stored['enableSched'] ?? '0').toBe('0');
    expect(Object.keys(stored).filter((key) => /^action\.(notable|risk)$/.test(key))).toEqual([]);
    expect(Object.entries(stored).filter(([key, value]) => /^action\.[^.]+$/.test(key) && value !== '0')).toEqual([]);
    await settled(true);
  });

  test('turned on it is an update of each object, turned off it goes again, and both settle', async () => {
    const hunts = makeMany(3);
    await sync(false, hunts);
    const on = await sync(true, hunts);
    expect(changed(on)).toEqual(Array(3).fill(['update', ...TOLD]));
    expect(on.drifts).toEqual([]);
    expect(planToText(on)).toContain('Exploitation');
    await settled(true, hunts);

    const off = await sync(false, hunts);
    expect(changed(off)).toEqual(Array(3).fill(['update', ...TOLD]));
    expect(off.changes[0]?.fields[0]).toEqual({ field: ENABLED, before: '1', after: '' });
    for (const [, stored] of splunk.stored()) {
      expect(stored).toMatchObject({ [ENABLED]: '0', [LABEL]: '', [ANNOTATIONS]: '' });
      expect(stored['action.huntsync.hash']).not.toMatch(/correlationsearch|notable/);
    }
    await settled(false, hunts);
    expect(changed(await sync(true, hunts))).toHaveLength(3);
    await settled(true, hunts);
  });

  test('another article is one update that is no surprise; another phase is', async () => {
    const hunts = (over: Parameters<typeof makeChecked>[0]) =>
      makeMany(12).map(({ hunt }) => makeChecked({ ...hunt, ...over }));
    await sync(true, hunts({}));
    const articles = [makeArticle('A newer one', '2026-06-01'), makeArticle('A reader that starts shells')];
    const newer = await sync(true, hunts({ articles }));
    expect(newer.changes[0]?.fields.map(({ field }) => field)).toContain(ANNOTATIONS);
    expect(newer.changes).toHaveLength(12);
    expect(unsafeReasons([newer], 30)).toEqual([]);
    const moved = await sync(true, hunts({ articles, phase: 'c2' }));
    expect(unsafeReasons([moved], 30)).toHaveLength(1);
    await settled(true, hunts({ articles, phase: 'c2' }));
  });

  test('retired, it keeps its annotations', async () => {
    await sync(true);
    const requested = { requested: new Set(['uc:UC_TEST']) };
    expect(changed(await sync(true, [makeChecked()], requested))).toEqual([['retire', 'disabled', 'retired']]);
    expect(settings()[ANNOTATIONS]).toBe(OURS);
    await settled(true, [makeChecked()], requested);
  });

  describe('an analyst', () => {
    const edit = (values: Record<string, string>) => Object.assign(settings(), values);

    test('who edits annotations keeps them, and other fields still move', async () => {
      await sync(true);
      edit({ [ANNOTATIONS]: THEIRS });
      const seen = await settled(true);
      expect(seen.drifts.map(({ fields }) => fields)).toEqual([[{ field: ANNOTATIONS, before: THEIRS, after: OURS }]]);
      await sync(true, [makeChecked({ severity: 'CRIT', techniques: ['T1105'] })]);
      expect(settings()).toMatchObject({ [ANNOTATIONS]: THEIRS, 'action.huntsync.techniques': 'T1105' });
      await settled(true, [makeChecked({ severity: 'CRIT', techniques: ['T1105'] })], { onDrift: 'fail' });
    });

    test('who edits annotations gets ours back under overwrite', async () => {
      await sync(true);
      edit({ [ANNOTATIONS]: THEIRS, [ENABLED]: '0' });
      expect(changed(await sync(true, [makeChecked()], { onDrift: 'overwrite' }))).toEqual([
        ['update', ENABLED, ANNOTATIONS],
      ]);
      expect(settings()).toMatchObject({ [ENABLED]: '1', [ANNOTATIONS]: OURS });
      await settled(true);
    });

    test('who saves the search in the editor, which spells JSON in its own way, has edited nothing', async () => {
      await sync(true);
      const { mitre_attack, ...rest } = JSON.parse(OURS);
      const order = { mitre_attack: mitre_attack.toReversed(), nist: [], ...rest };
      edit({ [ANNOTATIONS]: JSON.stringify(order, null, 1), [ENABLED]: 'true' });
      expect((await settled(true)).drifts).toEqual([]);
    });

    test('who edited annotations keeps them when the option is turned off, unless ours is to win', async () => {
      await sync(true);
      edit({ [ANNOTATIONS]: THEIRS });
      const off = await sync(false);
      expect(changed(off)).toEqual([['update', ...TOLD.filter((field) => field !== ANNOTATIONS)]]);
      expect(settings()).toMatchObject({ [ENABLED]: '0', [LABEL]: '', [ANNOTATIONS]: THEIRS });
      expect((await settled(false)).drifts).toHaveLength(1);
      await sync(false, [makeChecked()], { onDrift: 'overwrite' });
      expect(settings()[ANNOTATIONS]).toBe('');
      expect((await settled(false)).drifts).toEqual([]);
    });

    test('may annotate our searches while the option is off: it is no edit, and no overwrite takes it away', async () => {
      await sync(false);
      const own = { [ENABLED]: '1', [LABEL]: 'Mine', [ANNOTATIONS]: THEIRS };
      edit(own);
      for (const onDrift of ['keep', 'overwrite', 'fail'] as const) {
        expect((await settled(false, [makeChecked()], { onDrift })).drifts).toEqual([]);
      }
      await sync(false, [makeChecked({ severity: 'CRIT' })], { onDrift: 'overwrite' });
      expect(settings()).toMatchObject(own);
      await sync(false, [makeChecked()]);

      const on = await sync(true);
      expect(on.drifts.map(({ fields }) => fields.map(({ field }) => field))).toEqual([[LABEL, ANNOTATIONS]]);
      expect(settings()).toMatchObject(own);
      await settled(true);
    });

    test('whose own search is taken over keeps what it says to Enterprise Security while the option is off', async () => {
      const platform = splunk.platform();
      const id = platform.wanted([makeChecked()]).map((want) => want.render(want.evidence).id)[0] ?? '';
      const searches = splunk.server.state.confs['savedsearches'] ?? {};
      const own = { search: 'theirs', [ENABLED]: '1', [LABEL]: 'Mine', [ANNOTATIONS]: THEIRS };
      const place = { name: id, app: APP, owner: 'nobody', sharing: 'app', perms: null, updated: '' } as const;
      searches[`nobody/${APP}/${id}`] = { ...place, settings: { ...own } };
      const adopt = { adopt: new Set([id]) };
      await sync(false, [makeChecked()], adopt);
      expect(settings()).toMatchObject({ ...own, search: makeChecked().hunt.queries['spl'] });
      await settled(false, [makeChecked()], adopt);
    });
  });
});
