import type { AzureState } from '../azure/index.ts';
import { emptyGraphState, type GraphState } from '../graph/index.ts';
import type { Handler, StandInRequest, StandInResponse } from '../server.ts';
import type { SplunkdState } from '../splunkd/index.ts';
import type { Html } from './html.ts';
import { defenderHunts, type HuntView, PLATFORMS, type PlatformName, sentinelHunts, splunkHunts } from './model.ts';
import { type RecordSet, recordSets, renderRecordSet, renderRecordSets } from './records.ts';
import { STYLE } from './style.ts';
import { renderHunt, renderList, renderMissing, renderOverview } from './views.ts';

/** No scripts, no images, no frames, one style sheet of our own; forms may only come back here. */
const CSP = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS = {
  'content-security-policy': CSP,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/**
 * The sandbox's web page: what the platforms hold, read only. Everything stored is untrusted text. It answers to loopback
 * names only, so that a site elsewhere cannot reach it by pointing its own name here.
 */
export function createPage(states: { splunk: SplunkdState; sentinel: AzureState; defender?: GraphState }): Handler {
  const { splunk, sentinel, defender = emptyGraphState() } = states;
  const read: Readonly<Record<PlatformName, () => HuntView[]>> = {
    splunk: () => splunkHunts(splunk),
    sentinel: () => sentinelHunts(sentinel),
    defender: () => defenderHunts(defender),
  };
  const hunts = (platform: PlatformName) => read[platform]();

  return (request) => {
    if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/i.test(request.headers.host ?? '')) {
      return plain(421, 'This page answers to localhost and 127.0.0.1 only.\n');
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'This page is read only.\n');
    return route(request, hunts, () => recordSets(splunk, sentinel));
  };
}

function route(
  request: StandInRequest,
  hunts: (platform: PlatformName) => HuntView[],
  records: () => RecordSet[],
): StandInResponse {
  const [, first = '', second, ...rest] = request.path.split('/');
  if (request.path === '/')
    return markup(200, renderOverview(PLATFORMS.map((platform) => [platform, hunts(platform)])));
  if (request.path === '/style.css') return answer(200, 'text/css; charset=utf-8', STYLE);
  if (first === 'api' && isPlatform(second) && rest.length === 0) {
    return answer(200, 'application/json; charset=utf-8', JSON.stringify({ hunts: hunts(second) }));
  }
  if (isPlatform(first) && second === undefined) return markup(200, renderList(first, hunts(first), request.query));
  if (isPlatform(first) && second === 'hunt' && rest.length === 0) {
    const hunt = hunts(first).find(({ id }) => id === request.query.get('id'));
    if (hunt) return markup(200, renderHunt(hunt));
  }
  if (request.path === '/records') {
    const name = request.query.get('set');
    const sets = records();
    if (name === null) return markup(200, renderRecordSets(sets));
    const set = sets.find((one) => one.name === name);
    if (set) return markup(200, renderRecordSet(set, request.query));
  }
  return markup(404, renderMissing());
}

function isPlatform(text: string | undefined): text is PlatformName {
  return PLATFORMS.some((platform) => platform === text);
}

function markup(status: number, page: Html): StandInResponse {
  return answer(status, 'text/html; charset=utf-8', page.text);
}

function plain(status: number, text: string): StandInResponse {
  return answer(status, 'text/plain; charset=utf-8', text);
}

function answer(status: number, type: string, body: string): StandInResponse {
  return { status, headers: { ...HEADERS, 'content-type': type }, body };
}
