import { PlatformError } from '../../../src/core/errors.ts';
import type { Problem } from '../../../src/core/problem.ts';
import type { Platform, Wanted, WriteOutcome } from '../../../src/sync/platform.ts';
import { type CheckedHunt, queriesFor } from '../../../src/sync/query.ts';
import { statementKey } from '../../../src/sync/statement.ts';
import type { ActualObject, Change, DesiredObject, Evidence, Fields, Marker } from '../../../src/sync/types.ts';
import { wantOf } from '../../../src/sync/want.ts';

/** What the reference platform stores: its own shape, so that the translation is a real one. */
export interface MemoryObject {
  name: string;
  text: string;
  about: string;
  techniques: string;
  active: boolean;
  note: Marker | null;
  version: number;
}

export interface MemoryServer {
  readonly objects: Map<string, MemoryObject>;
  /** Thrown or answered by the next requests, oldest first. */
  readonly faults: { on: 'list' | 'write'; outcome: WriteOutcome | PlatformError }[];
  writes: number;
}

export function createMemoryServer(): MemoryServer {
  return { objects: new Map(), faults: [], writes: 0 };
}

/** The reference platform: as simple as a platform can be. Running it through the contract suite proves the suite. */
export function createMemoryPlatform(server: MemoryServer, name = 'memory'): Platform {
  let requests = 0;
  const takeFault = (on: 'list' | 'write') => {
    const at = server.faults.findIndex((fault) => fault.on === on);
    return at < 0 ? undefined : server.faults.splice(at, 1)[0]?.outcome;
  };
  return {
    name,
    kind: 'memory',
    target: 'memory',
    queryField: 'text',
    severityField: 'about',
    aboutFields: ['about'],
    retiredFields: { active: '0' },
    inUseFields: { active: '1' },
    recordable: (evidence) => evidence,
    audit: auditObject,
    wanted: (hunts) => hunts.flatMap(toWanted),
    async list() {
      requests += 1;
      const fault = takeFault('list');
      if (fault instanceof PlatformError) throw fault;
      return [...server.objects].map(([id, object]) => fromNative(id, object));
    },
    async write(change, signal) {
      if (signal?.aborted) return { status: 'failed', message: 'aborted' };
      requests += 1;
      server.writes += 1;
      const fault = takeFault('write');
      if (fault && !(fault instanceof PlatformError)) return fault;
      return writeTo(server, change);
    },
    requests: () => requests,
    close: async () => undefined,
  };
}

function auditObject({ fields }: DesiredObject): Problem[] {
  return fields['text']?.trim() ? [] : [{ code: 'empty-query', message: 'The query is empty.' }];
}

function toWanted(checked: CheckedHunt): Wanted[] {
  const { hunt } = checked;
  return queriesFor(checked, 'memory').flatMap(({ text, verdict }, index): Wanted[] => {
    if (verdict === 'rejected') return [];
    const key = statementKey(hunt.key, index);
    const render = ({ articles }: Evidence): DesiredObject => {
      const about = `${hunt.severity} ${articles.length}`;
      const fields: Fields = { text, about, techniques: hunt.techniques.join(','), active: '1' };
      return { key, id: `object ${key}`, name: hunt.title, fields };
    };
    return [wantOf(hunt, index, render)];
  });
}

function fromNative(id: string, object: MemoryObject): ActualObject {
  const fields = {
    text: object.text,
    about: object.about,
    techniques: object.techniques,
    active: object.active ? '1' : '0',
  };
  return { id, name: object.name, fields, marker: object.note, etag: String(object.version) };
}

function writeTo(server: MemoryServer, { op, id, name, after, before }: Change): WriteOutcome {
  const existing = server.objects.get(id);
  if ((op === 'create') === (existing !== undefined)) return { status: 'conflict', message: `${id} is not as it was` };
  if (existing && before && String(existing.version) !== before.etag) {
    return { status: 'conflict', message: `${id} was changed since it was read` };
  }
  if (!after) server.objects.delete(id);
  else {
    const { text = '', about = '', techniques = '', active } = after.fields;
    const version = (existing?.version ?? 0) + 1;
    server.objects.set(id, { name, text, about, techniques, active: active === '1', note: after.marker, version });
  }
  return { status: 'done' };
}
