import { type Call, Refusal, requireArguments, writeArguments } from './call.ts';
import { systemEntry } from './info.ts';
import { dispatchSaved, jobEntry } from './jobs.ts';
import { collectionPath, objectPath, touch, writableObject } from './objects.ts';
import { entryReply, listReply } from './paging.ts';
import { type JsonValue, messageReply, type Reply } from './reply.ts';
import { SAVED_CONF, SAVED_PATH, savedNamed, savedReply } from './saved.ts';
import { toContent } from './saved-fields.ts';
import { nextRuns } from './saved-validate.ts';

const DISPATCH_ARGUMENTS = ['dispatchAs', 'force_dispatch', 'now', 'trigger_actions'];

/** POST {name}/enable and /disable. */
export function switchSaved(call: Call): Reply {
  const object = writableObject(call, SAVED_CONF, call.names['name'] as string);
  object.settings['disabled'] = call.names['action'] === 'disable' ? '1' : '0';
  touch(call, object);
  return savedReply(call, object);
}

/**
 * POST {name}/dispatch: 201 {sid} and Location (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTsearch,
 * saved/searches/{name}/dispatch).
 */
export function dispatch(call: Call): Reply {
  const object = savedNamed(call);
  const args = writeArguments(call, (name) => DISPATCH_ARGUMENTS.includes(name) || /^(args|dispatch)\./.test(name));
  const content = toContent(object.settings);
  // "You cannot run a disabled search" (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Savedsearchesconf); status and
  // wording are not confirmed.
  if (content['disabled'] === true) throw new Refusal(400, `The saved search '${object.name}' is disabled.`);
  const { sid } = dispatchSaved(call, { name: object.name, content }, args);
  const location = collectionPath(call, `search/jobs/${encodeURIComponent(sid)}`);
  return { kind: 'flat', status: 201, data: { sid }, headers: { location } };
}

/** GET {name}/history: the jobs it was dispatched as. */
export function history(call: Call): Reply {
  const object = savedNamed(call);
  const jobs = Object.values(call.splunkd.state.jobs).filter((job) => job.savedSearch === object.name);
  return listReply(call, 'savedsearch', `${objectPath(object, SAVED_PATH)}/history`, jobs.map(jobEntry));
}

/** GET {name}/suppress: whether alerts are being held back; never, since nothing is ever triggered here. */
export function suppress(call: Call): Reply {
  return subReply(call, 'suppress', { suppressed: '0', suppressionKey: '', expiration: '0' });
}

/** GET {name}/scheduled_times: the runs between earliest_time and latest_time, in Unix seconds; none unless scheduled. */
export function scheduledTimes(call: Call): Reply {
  const earliest = call.args.get('earliest_time') ?? '';
  const latest = call.args.get('latest_time') ?? '';
  requireArguments({ earliest_time: earliest, latest_time: latest }, ['earliest_time', 'latest_time']);
  const content = toContent(savedNamed(call).settings);
  const from = secondsOf(earliest, call);
  const to = secondsOf(latest, call);
  const runs =
    content['is_scheduled'] === true
      ? (nextRuns(String(content['cron_schedule']), new Date(from * 1000), 1000) ?? [])
      : [];
  const times = runs.map((run) => run.getTime() / 1000).filter((time) => time <= to);
  return subReply(call, 'scheduled_times', { scheduled_times: times });
}

/** POST {name}/reschedule: an ISO time whose zone has a colon is refused (live Splunk 10.6 as tested by Splunk.Api). */
export function reschedule(call: Call): Reply {
  savedNamed(call);
  const { schedule_time: time } = writeArguments(call, (name) => name === 'schedule_time');
  if (time !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d{4})?$/.test(time)) {
    throw new Refusal(400, 'Invalid schedule_time format');
  }
  return savedReply(call, savedNamed(call));
}

/** POST {name}/acknowledge. */
export function acknowledge(call: Call): Reply {
  savedNamed(call);
  writeArguments(call, (name) => name === 'key');
  return messageReply(200, 'INFO', 'Acknowledged.');
}

function subReply(call: Call, action: string, content: Record<string, JsonValue>) {
  const object = savedNamed(call);
  const path = `${objectPath(object, SAVED_PATH)}/${action}`;
  return entryReply(call, 'savedsearch', path, systemEntry(call, object.name, path, { 'eai:acl': null, ...content }));
}

/** Unix seconds, `now`, or `+`/`-` a number and s, m, h, d or w. */
function secondsOf(text: string, call: Call): number {
  const now = call.splunkd.now().getTime() / 1000;
  const [, sign, number, unit] = /^([+-])(\d+)([smhdw])$/.exec(text) ?? [];
  if (sign !== undefined) {
    const scale = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 }[unit as 's' | 'm' | 'h' | 'd' | 'w'];
    return now + (sign === '-' ? -1 : 1) * Number(number) * scale;
  }
  if (text === 'now') return now;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new Refusal(400, `Invalid time: ${text}`);
}
