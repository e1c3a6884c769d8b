import type { Fault, StandInRequest } from '../../src/sandbox/server.ts';
import { type Edit, editOn, idsOn } from './edits.ts';
import { FAULT_KINDS, type FaultKind } from './faults.ts';
import type { Arena } from './harness.ts';
import type { Chance } from './random.ts';
import { kindOf, type RequestKind } from './requests.ts';

/** What is to go wrong in one run. */
export interface Weather {
  readonly chance: Chance;
  /** Which of the round's runs it is. */
  readonly run: number;
  /** Share of the requests that go wrong, each in a way of its own. */
  readonly rate: number;
  /** All requests of one kind go wrong in one way. */
  readonly storm?: { readonly request: RequestKind; readonly fault: FaultKind } | undefined;
  /** How many objects of each platform an analyst edits right after they were listed. */
  readonly editsAfterList: number;
  /**
   * Another instance writes at the same time. Splunk and Graph have no conditional write: then an edit between another instance's read
   * and its write cannot be noticed, and is not made.
   */
  readonly isShared: boolean;
  /** Share of the slow faults that are drawn; 0 where nobody shortens the client's time-outs. */
  readonly slowShare: number;
  /** Sessions and tokens end at this request. */
  readonly expiresAt?: number | undefined;
  /** Called at each request with its number. */
  readonly onRequest: (number: number) => void;
}

/** What happened. */
export interface Diary {
  readonly faults: Map<string, number>;
  readonly edits: Edit[];
  /** What else went wrong, and how often. */
  readonly troubles: Map<Trouble, number>;
}

export const TROUBLES = [
  'runs that were stopped',
  'processes ended while queries were checked',
  'sessions and tokens that ended in a run',
  'folders that were gone',
  'files that were half written',
  'feeds whose name led inside',
] as const;

export type Trouble = (typeof TROUBLES)[number];

export function note({ troubles }: Diary, trouble: Trouble): void {
  troubles.set(trouble, (troubles.get(trouble) ?? 0) + 1);
}

/** What a service lists when it is asked for the list. */
const LISTS: Readonly<Partial<Record<RequestKind, Edit['platform']>>> = {
  'splunk list': 'splunk',
  'azure list': 'sentinel',
  'graph list': 'defender',
};

/** Writes that no version of the object stands in the way of. */
const UNCONDITIONAL: ReadonlySet<RequestKind> = new Set(['splunk update', 'graph change']);

/** What comes before such a write. */
const READS: ReadonlySet<RequestKind> = new Set(['splunk read', 'graph read']);

/** What a path, or an id of a snapshot, ends in. */
function nameIn(path: string): string {
  const text = decodeURIComponent(path);
  return text.slice(text.lastIndexOf('/') + 1);
}

/** Faults that cost a second or more each. */
const SLOW: ReadonlySet<string> = new Set(['silent', 'byte by byte']);

/** Disturbs the requests to all platforms until `calm`. */
export function disturb(arena: Arena, diary: Diary, weather: Weather): void {
  const { chance, run, rate, storm } = weather;
  const seen = new Map<string, number>();
  const editLater = new WeakSet<StandInRequest>();
  let number = 0;

  /** Objects that were read in order to be written, and how often: until that write has come, an edit cannot be noticed. */
  const awaited = new Map<string, number>();
  const edit = (platform: Edit['platform'], id: string) => {
    if ((awaited.get(nameIn(id)) ?? 0) > 0) return;
    diary.edits.push(...editOn(platform, arena.world.sandbox, id, diary.edits.length + 1));
  };
  const count = (request: StandInRequest, change: 1 | -1) => {
    const name = nameIn(request.path);
    awaited.set(name, Math.max(0, (awaited.get(name) ?? 0) + change));
  };
  const editOf = (request: StandInRequest) => {
    const path = decodeURIComponent(request.path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (request.method === 'PUT') edit('sentinel', path.toLowerCase());
    else if (request.method === 'PATCH') edit('defender', `graph /${name}`);
    else
      edit('splunk', `nobody/huntsync/${path.slice(path.lastIndexOf('/saved/searches/') + '/saved/searches/'.length)}`);
  };

  const isEditable = (kind: RequestKind) => kind === 'azure put' || (UNCONDITIONAL.has(kind) && !weather.isShared);

  const choose = (request: StandInRequest, kind: RequestKind): FaultKind | undefined => {
    if (storm?.request === kind) return storm.fault;
    const what = `${request.method} ${request.path}`;
    const nth = (seen.get(what) ?? 0) + 1;
    seen.set(what, nth);
    if (chance.of('fault', run, what, nth) >= rate) return undefined;
    const drawn = chance.pick(FAULT_KINDS, 'kind', run, what, nth);
    return SLOW.has(drawn.name) && chance.of('slow', run, what, nth) >= weather.slowShare ? undefined : drawn;
  };

  const pick = (request: StandInRequest): Fault | undefined => {
    const kind = kindOf(request);
    if (!kind) return undefined;
    number += 1;
    if (number === weather.expiresAt) {
      arena.expire();
      note(diary, 'sessions and tokens that ended in a run');
    }
    weather.onRequest(number);
    if (UNCONDITIONAL.has(kind)) count(request, -1);
    const fault = choose(request, kind);
    if (!fault || fault.beyond?.includes(kind)) return undefined;
    diary.faults.set(`${kind}\t${fault.name}`, (diary.faults.get(`${kind}\t${fault.name}`) ?? 0) + 1);
    if (fault.waits && isEditable(kind) && chance.of('edit', run, request.path, number) < 0.7) {
      if (fault.name === 'reset before') editOf(request);
      else editLater.add(request);
    }
    return fault.make(arena.world.sandbox);
  };

  arena.onExchange = (request, { status }) => {
    const kind = kindOf(request);
    if (kind && READS.has(kind) && status === 200) count(request, 1);
    if (editLater.has(request)) editOf(request);
    else if (kind && isEditable(kind) && status < 300 && chance.of('after write', run, request.path) < 0.06)
      editOf(request);
    const platform = kind && LISTS[kind];
    if (!platform || (platform !== 'sentinel' && weather.isShared)) return;
    const ids = idsOn(platform, arena.world.sandbox);
    for (let i = 0; i < weather.editsAfterList && ids.length > 0; i += 1) {
      edit(platform, chance.pick(ids, 'edited', run, kind, i));
    }
  };
  const { splunk, azure, graph } = arena.world.sandbox.servers;
  for (const server of [splunk, azure, graph]) server.disturb(pick);
}

export function calm(arena: Arena): void {
  const { splunk, azure, graph } = arena.world.sandbox.servers;
  for (const server of [splunk, azure, graph]) server.clearFaults();
  arena.onExchange = () => undefined;
}
