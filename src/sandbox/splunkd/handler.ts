import type { Handler, StandInRequest } from '../server.ts';
import { authenticate } from './auth.ts';
import { type Call, type Namespace, Refusal, type Splunkd } from './call.ts';
import { render, renderRefusal } from './reply.ts';
import { type Method, matchRoutes, type RouteMatch } from './routes.ts';

/** A user's default app; splunkd resolves /services paths in it. */
const DEFAULT_APP = 'search';

/** Answers as splunkd does; `changed` is called after every request that may have written. */
export function createHandler(splunkd: Splunkd, changed: () => void): Handler {
  return (request) => {
    const args = argumentsOf(request);
    const json = args.get('output_mode') === 'json';
    const origin = originOf(request);
    try {
      const response = render(answer(splunkd, request, args, origin), { json, origin, splunkd });
      if (request.method !== 'GET') changed();
      return response;
    } catch (error) {
      if (error instanceof Refusal) return renderRefusal(error, json && !error.xml);
      throw error;
    }
  };
}

function answer(splunkd: Splunkd, request: StandInRequest, args: URLSearchParams, origin: string) {
  const { segments, namespace } = cut(request.path);
  const matches = matchRoutes(segments);
  const user = matches.some(({ route }) => route.open) ? '' : authenticate(splunkd, request);
  if (matches.length === 0) throw new Refusal(404, 'Not Found');
  const { resource, names } = choose(matches, request.method);
  const call: Call = {
    splunkd,
    request,
    user,
    names,
    args,
    origin,
    namespace: namespace ?? { owner: user, app: DEFAULT_APP },
    namespaced: namespace !== undefined,
  };
  if (namespace) checkNamespace(splunkd, namespace);
  return resource(call);
}

/**
 * PUT and PATCH are 405 everywhere (splunkd 10.4.2 as measured by https://github.com/mockdr/mockdr), and so is GET on the parser,
 * with these words.
 */
function choose(matches: readonly RouteMatch[], method: string) {
  for (const { route, names } of matches) {
    const resource = route.methods[method as Method];
    if (resource) return { resource, names };
  }
  const allowed = matches.flatMap(({ route }) => Object.keys(route.methods));
  throw new Refusal(405, 'The method is not allowed.', { type: 'FATAL', headers: { allow: allowed.join(', ') } });
}

/**
 * Cuts the path before decoding it, so that a name may hold an encoded slash; slashes at the end or doubled do not count. A plus
 * is a blank here as in a form: Splunk's SDK for Python writes names so (https://github.com/splunk/splunk-sdk-python, binding.py,
 * UrlEncoded).
 */
function cut(path: string): { segments: string[]; namespace?: Namespace } {
  let parts: string[];
  try {
    parts = path
      .split('/')
      .filter((part) => part !== '')
      .map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
  } catch {
    throw new Refusal(400, 'Bad Request');
  }
  const [root, owner, app, ...rest] = parts;
  if (root === 'services') return { segments: parts.slice(1) };
  if (root === 'servicesNS' && owner !== undefined && app !== undefined)
    return { segments: rest, namespace: { owner, app } };
  return { segments: parts };
}

/** A namespace must name an app and a user that exist. Status and wording are not confirmed. */
function checkNamespace(splunkd: Splunkd, { owner, app }: Namespace): void {
  const { apps, users } = splunkd.state;
  if (app !== '-' && app !== 'system' && !Object.hasOwn(apps, app)) {
    throw new Refusal(404, `Application does not exist: ${app}`);
  }
  if (owner !== '-' && owner !== 'nobody' && !Object.hasOwn(users, owner)) {
    throw new Refusal(404, `User does not exist: ${owner}`);
  }
}

/**
 * Query and form; the request's Content-Type is ignored (splunkd 10.4.2 as measured by https://github.com/mockdr/mockdr), save
 * that a JSON or a compressed body is no form.
 */
function argumentsOf(request: StandInRequest): URLSearchParams {
  const args = new URLSearchParams(request.query);
  const isPlain = request.method === 'POST' && request.headers['content-encoding'] === undefined;
  const text = isPlain ? request.body.toString('utf8') : '';
  if (text === '' || /^\s*[[{]/.test(text)) return args;
  for (const [name, value] of new URLSearchParams(text)) args.append(name, value);
  return args;
}

function originOf(request: StandInRequest): string {
  return `https://${request.headers.host ?? '127.0.0.1:8089'}`;
}
