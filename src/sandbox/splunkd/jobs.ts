import { createHash } from 'node:crypto';
import { searchTime } from '../../spl/run/time/relative.ts';
import { type Call, Refusal, writeArguments } from './call.ts';
import { collectionPath, isAdmin } from './objects.ts';
import { entryReply, listReply } from './paging.ts';
import { parseHere } from './parser.ts';
import { type Entry, type JsonValue, messageReply, type Reply } from './reply.ts';
import { exportReply, messagesOf, resultsReply } from './results.ts';
import { fatal, qualify } from './spl.ts';
import type { JobState } from './state.ts';

const TITLE = 'jobs';
const PATH = 'search/v2/jobs';

export function listJobs(call: Call): Reply {
  const jobs = Object.values(call.splunkd.state.jobs).filter((job) => job.owner === call.user || isAdmin(call));
  return listReply(call, TITLE, collectionPath(call, PATH), jobs.map(jobEntry));
}

/**
 * POST search/v2/jobs: 201 {sid}; exec_mode=oneshot answers the results instead
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTsearch, search/jobs). The job is done, or has failed, at once.
 */
export function createJob(call: Call): Reply {
  if (call.args.get('exec_mode') === 'oneshot') return resultsReply(call, passingJob(call));
  const { sid } = startJob(call, asked(call));
  return { kind: 'flat', status: 201, data: { sid } };
}

/** GET or POST search/v2/jobs/export: runs a search and answers its results, all of them. */
export function exportResults(call: Call): Reply {
  return exportReply(call, passingJob(call));
}

/** A job that nobody can ask for later; what it fails of is the answer (that this is a 400 FATAL is not confirmed). */
function passingJob(call: Call): JobState {
  const job = startJob(call, asked(call));
  delete call.splunkd.state.jobs[job.sid];
  if (job.failure !== undefined) throw fatal(job.failure);
  return job;
}

function asked(call: Call): Start {
  const { args } = call;
  const search = args.get('search');
  if (!search) throw fatal('Empty search.');
  parseHere(call, search);
  return {
    search,
    savedSearch: '',
    earliest: args.get('earliest_time') ?? '',
    latest: args.get('latest_time') ?? '',
    buckets: args.get('status_buckets'),
    sid: args.get('id') ?? undefined,
    // `max_count` bounds the results.
    most: Number(args.get('max_count')) || undefined,
  };
}

/**
 * One job in XML is an entry of its own: Splunk's SDK for Python reads it at the root
 * (https://github.com/splunk/splunk-sdk-python, client.py, Job).
 */
export function readJob(call: Call): Reply {
  const job = namedJob(call);
  return { ...entryReply(call, TITLE, collectionPath(call, PATH), jobEntry(job)), bare: true };
}

export function deleteJob(call: Call): Reply {
  delete call.splunkd.state.jobs[namedJob(call).sid];
  return messageReply(200, 'INFO', 'Search job cancelled.');
}

/** POST search/v2/jobs/{sid}/control. */
export function controlJob(call: Call): Reply {
  const job = namedJob(call);
  const { action = '' } = writeArguments(call, (name) => ['action', 'ttl', 'priority'].includes(name));
  if (action === 'cancel') return deleteJob(call);
  if (!['pause', 'unpause', 'finalize', 'touch', 'setttl', 'setpriority', 'save', 'unsave'].includes(action)) {
    throw fatal(`Invalid action: '${action}'.`);
  }
  return messageReply(200, 'INFO', `Search job ${job.sid}: ${action}.`);
}

export function readResults(call: Call): Reply {
  return resultsReply(call, namedJob(call));
}

export function readSearchLog(call: Call): Reply {
  const body = `sandbox: ${namedJob(call).sid} done\n`;
  return { kind: 'raw', response: { status: 200, headers: { 'content-type': 'text/plain' }, body } };
}

/** Starts a job for a saved search; `dispatch.*` given with the request outrank the saved ones. */
export function dispatchSaved(
  call: Call,
  saved: { name: string; content: Readonly<Record<string, JsonValue>> },
  args: Record<string, string>,
): JobState {
  const search = qualify(String(saved.content['search']));
  parseHere(call, search);
  const value = (name: string) => args[name] ?? String(saved.content[name] ?? '');
  return startJob(call, {
    search,
    savedSearch: saved.name,
    earliest: value('dispatch.earliest_time'),
    latest: value('dispatch.latest_time'),
    buckets: value('dispatch.buckets'),
  });
}

export function jobEntry(job: JobState): Entry {
  return {
    name: job.sid,
    path: `/services/${PATH}/${encodeURIComponent(job.sid)}`,
    updated: job.started,
    author: job.owner,
    acl: {
      app: job.app,
      owner: job.owner,
      sharing: 'global',
      perms: { read: [job.owner], write: [job.owner] },
      removable: true,
    },
    actions: ['search.log', 'events', 'results', 'results_preview', 'timeline', 'summary', 'control'],
    content: {
      dispatchState: job.failure === undefined ? 'DONE' : 'FAILED',
      doneProgress: 1,
      earliestTime: job.earliest,
      eventCount: job.results.length,
      isDone: true,
      isFailed: job.failure !== undefined,
      isFinalized: false,
      isPaused: false,
      isSaved: false,
      isSavedSearch: job.savedSearch !== '',
      label: job.savedSearch,
      latestTime: job.latest,
      messages: messagesOf(job),
      resultCount: job.results.length,
      runDuration: 0.01,
      scanCount: job.results.length,
      search: job.search,
      sid: job.sid,
      statusBuckets: job.statusBuckets,
      ttl: 600,
    },
  };
}

interface Start {
  readonly search: string;
  readonly savedSearch: string;
  readonly earliest: string;
  readonly latest: string;
  readonly buckets: string | null;
  readonly sid?: string | undefined;
  readonly most?: number | undefined;
}

function startJob(call: Call, start: Start): JobState {
  const { splunkd, user } = call;
  const { state } = splunkd;
  state.counter += 1;
  const app = call.namespace.app === '-' ? 'search' : call.namespace.app;
  const now = splunkd.now();
  const seconds = Math.floor(now.getTime() / 1000);
  const span = { earliest: timeOf('earliest', start, now), latest: timeOf('latest', start, now), now };
  const outcome = splunkd.runSearch(start.search, span);
  const job: JobState = {
    sid: start.sid ?? searchId(start.savedSearch, { user, app, seconds, count: state.counter }),
    owner: user,
    app,
    search: start.search,
    earliest: start.earliest,
    latest: start.latest,
    statusBuckets: Number(start.buckets) || 0,
    savedSearch: start.savedSearch,
    started: now.toISOString(),
    ...('failed' in outcome
      ? { fields: [], results: [], failure: outcome.failed }
      : { fields: [...outcome.fields], results: (outcome.results as JobState['results']).slice(0, start.most) }),
  };
  if (state.jobs[job.sid]) throw fatal(`A job with the id ${job.sid} already exists.`);
  state.jobs[job.sid] = job;
  return job;
}

/** A time modifier, Unix seconds or ISO 8601; null where it is not given. The wording for another text is not confirmed. */
function timeOf(end: 'earliest' | 'latest', start: Start, now: Date): Date | null {
  const text = start[end];
  if (text === '') return null;
  const seconds = searchTime(now.getTime() / 1000, text);
  if (seconds === null) throw fatal(`Invalid ${end}_time.`);
  return new Date(seconds * 1000);
}

/** Ad-hoc searches get epoch.number, saved ones user__user__app__hash_at_epoch_number (public splunkd traffic). */
function searchId(saved: string, at: { user: string; app: string; seconds: number; count: number }): string {
  if (saved === '') return `${at.seconds}.${at.count}`;
  const hash = `RMD5${createHash('md5').update(saved).digest('hex').slice(0, 17)}`;
  return `${at.user}__${at.user}__${at.app}__${hash}_at_${at.seconds}_${at.count}`;
}

/** The job of a path; 404 FATAL "Unknown sid." otherwise (public splunkd traffic). */
function namedJob(call: Call): JobState {
  const { jobs } = call.splunkd.state;
  const sid = call.names['sid'] as string;
  const job = Object.hasOwn(jobs, sid) ? jobs[sid] : undefined;
  if (!job || (job.owner !== call.user && !isAdmin(call))) throw new Refusal(404, 'Unknown sid.', { type: 'FATAL' });
  return job;
}
