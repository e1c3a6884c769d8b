import type { HuntView, PageModel, PlaceView, ProblemView, RunView } from '../../src/page/model.ts';

/** A model of the web page in which every text is this one and everything that can be shown is shown. */
export function pageModel(text: string, id = 'id'): PageModel {
  const ref = { id, title: text };
  const indicator = { id, type: text, value: text };
  const technique = { id: text, name: text };
  const run: RunView = {
    key: id,
    huntTitle: text,
    platform: text,
    outcome: 'hit',
    hits: 3,
    truncated: true,
    newHits: true,
    ranAt: text,
    durationMs: 10,
    hosts: [text],
    users: [text],
    firstHit: text,
    lastHit: '',
    missing: [text],
    error: text,
    history: [{ at: text, outcome: text, hits: text }],
  };
  const problem: ProblemView = { code: text, message: text, remedy: text, line: 1, excerpt: { text, caret: 2 } };
  const drift = { object: text, field: text, edited: text, decision: 'keep' } as const;
  const place: PlaceView = {
    platform: text,
    kind: 'k',
    title: text,
    language: text,
    state: 'in use',
    runOnly: text,
    retiredOn: null,
    objects: [text],
    query: text,
    repairs: [text],
    additions: [text],
    proof: text,
    dataNeeds: [text],
    doesNotCover: [text],
    drift: [
      { ...drift, wanted: null },
      {
        ...drift,
        wanted: `${text} and what else there was before somebody came and took it out of this query for good`,
      },
      { ...drift, wanted: 'short' },
    ],
    problems: [problem],
    pending: [{ op: 'update', reason: text, fields: [text] }],
    run,
  };
  const caller = { ...ref, published: text, publishers: [text], url: 'https://intel.example/a' };
  const hunt: HuntView = {
    key: id,
    title: text,
    severity: 'HIGH',
    confidence: text,
    phase: text,
    techniques: [technique],
    mentions: [technique],
    tactics: [text],
    why: text,
    articleWhy: [text],
    callers: [caller],
    campaign: ref,
    indicators: [indicator],
    triage: [text],
    falsePositives: [text],
    doesNotCover: [{ text, only: [text] }],
    references: [text, 'https://intel.example/b'],
    notes: [text],
    sources: [text],
    published: text,
    marks: ['new hits', 'drift', 'in use'],
    places: [place],
  };
  const huntRef = { ...ref, severity: 'HIGH', marks: hunt.marks } as const;
  return {
    place: text,
    readAt: text,
    articlesReadAt: text,
    articlesError: text,
    platforms: [
      {
        name: text,
        kind: 'k',
        title: text,
        error: text,
        inUse: 1,
        retired: 1,
        drifted: 1,
        unmanaged: 1,
        rejected: 1,
        runOnly: 1,
        pending: { create: 1, update: 0, retire: 0, prune: 0 },
        keepsRecords: true,
      },
    ],
    queue: [{ key: id, title: text, severity: 'HIGH', score: 1, reasons: [text], newHits: true, platforms: [text] }],
    articles: [
      {
        ...caller,
        severity: 'CRIT',
        sources: [text],
        techniques: [technique],
        gaps: [text],
        phases: [text],
        names: [text],
        noThreat: text,
        campaign: ref,
        hunts: [huntRef],
        indicators: [indicator],
        why: [text],
        profile: [text],
        reasons: [text],
        evidence: [text],
        actions: [text],
        notes: [text],
      },
    ],
    hunts: [hunt],
    rejects: [{ key: id, title: text, severity: 'LOW', language: text, platforms: [text], problems: [problem] }],
    indicators: [{ ...indicator, severity: 'MED', published: text, validUntil: text, articles: [ref], hunts: [ref] }],
    campaigns: [{ ...ref, firstSeen: text, lastSeen: 'z', articles: [caller], hunts: [huntRef] }],
    coverage: [
      { id: text, name: text, techniques: [{ ...technique, inUse: 1, waiting: 0, articles: 1, hasHits: true }] },
    ],
    lately: [{ at: text, platform: text, newHunts: [ref], changedHunts: [ref], articles: 1, indicators: 1 }],
  };
}
