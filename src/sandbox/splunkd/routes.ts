import { actOnApp, createApp, deleteApp, inspectApp, listApps, readApp, updateApp } from './apps.ts';
import { login } from './auth.ts';
import type { Resource } from './call.ts';
import { searchConcurrency, serverInfo } from './info.ts';
import { createSaved, deleteSaved, listSaved, readSaved, refuseCustomDelete, updateSaved } from './saved.ts';

export type Method = 'GET' | 'POST' | 'DELETE';

export interface Route {
  /** Below /services or /servicesNS/{owner}/{app}; `:x` names a part, `:x(a|b)` one of those. */
  readonly path: string;
  readonly methods: Partial<Record<Method, Resource>>;
  /** Answers without a login (restmap.conf: requireAuthentication = false). */
  readonly open?: true;
}

export const ROUTES: readonly Route[] = [
  { path: 'auth/login', methods: { POST: login }, open: true },
  { path: 'server/info', methods: { GET: serverInfo } },
  { path: 'server/info/server-info', methods: { GET: serverInfo } },
  { path: 'server/status/limits/search-concurrency', methods: { GET: searchConcurrency } },
  { path: 'apps/local', methods: { GET: listApps, POST: createApp } },
  { path: 'apps/local/:name', methods: { GET: readApp, POST: updateApp, DELETE: deleteApp } },
  { path: 'apps/local/:name/:action(_reload|enable|disable)', methods: { POST: actOnApp } },
  { path: 'apps/local/:name/:action(setup|update)', methods: { GET: inspectApp } },
  { path: 'saved/searches', methods: { GET: listSaved, POST: createSaved } },
  { path: 'saved/searches/:name', methods: { GET: readSaved, POST: updateSaved, DELETE: deleteSaved } },
  {
    path: 'saved/searches/:name/:action(dispatch|enable|disable|history|suppress|acl)',
    methods: { DELETE: refuseCustomDelete },
  },
];

export interface Match {
  readonly route: Route;
  readonly names: Record<string, string>;
}

/** All routes of a path: one path may be listed once a method. */
export function matchRoutes(segments: readonly string[]): Match[] {
  return COMPILED.flatMap(({ route, parts }) => {
    if (parts.length !== segments.length) return [];
    const names: Record<string, string> = {};
    for (const [i, part] of parts.entries()) {
      const segment = segments[i] as string;
      if (!part.allows(segment)) return [];
      if (part.name !== undefined) names[part.name] = segment;
    }
    return [{ route, names }];
  });
}

interface Part {
  readonly name?: string;
  readonly allows: (segment: string) => boolean;
}

const COMPILED = ROUTES.map((route) => ({ route, parts: route.path.split('/').map(compile) }));

function compile(part: string): Part {
  const named = /^:(\w+)(?:\((.*)\))?$/.exec(part);
  if (!named) return { allows: (segment) => segment === part };
  const choices = named[2]?.split('|');
  return { name: named[1] as string, allows: (segment) => choices === undefined || choices.includes(segment) };
}
