import type { StandInResponse } from '../server.ts';
import { escapeXml, flatToXml } from './atom.ts';
import type { Call } from './call.ts';
import { contentType, type Reply } from './reply.ts';
import type { JobState } from './state.ts';

type Result = JobState['results'][number];

/**
 * A job's results, by page, in the output mode that was asked for: JSON, CSV or XML
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTsearch, search/v2/jobs/{sid}/results). A job that failed has none, and says why.
 */
export function resultsReply(call: Call, job: JobState): Reply {
  const offset = Number(call.args.get('offset') ?? 0) || 0;
  return pageReply(call, job, offset, Number(call.args.get('count') ?? 100) || 0);
}

/** @param count 0 for all. */
function pageReply(call: Call, job: JobState, offset: number, count: number): Reply {
  const results = job.results.slice(offset, count === 0 ? undefined : offset + count);
  switch (call.args.get('output_mode')) {
    case 'csv':
      return raw(csvOf(job, results), 'text/csv; charset=UTF-8');
    case 'json':
      return raw(
        JSON.stringify({
          preview: false,
          init_offset: offset,
          messages: messagesOf(job),
          fields: job.fields.map((name) => ({ name })),
          results,
        }),
        contentType(true)['content-type'],
      );
    default:
      return raw(xmlOf(job, results, offset), contentType(false)['content-type']);
  }
}

/**
 * GET and POST search/v2/jobs/export: all results, in JSON one document a line
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTsearch, search/v2/jobs/export).
 */
export function exportReply(call: Call, job: JobState): Reply {
  if (call.args.get('output_mode') !== 'json') return pageReply(call, job, 0, 0);
  const lines = job.results.map((result, offset) => {
    const last = offset === job.results.length - 1 ? { lastrow: true } : {};
    return JSON.stringify({ preview: false, offset, ...last, result });
  });
  return raw(
    `${(lines.length > 0 ? lines : ['{"preview":false,"lastrow":true}']).join('\n')}\n`,
    contentType(true)['content-type'],
  );
}

/** What a job has to say for itself. */
export function messagesOf({ failure }: JobState): { type: string; text: string }[] {
  return failure === undefined ? [] : [{ type: 'FATAL', text: failure }];
}

function raw(body: string, type: string): Reply {
  const response: StandInResponse = { status: 200, headers: { 'content-type': type }, body };
  return { kind: 'raw', response };
}

function csvOf({ fields }: JobState, results: readonly Result[]): string {
  const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const cell = (value: Result[string] | undefined) => quoted(Array.isArray(value) ? value.join('\n') : (value ?? ''));
  return [fields.map(quoted), ...results.map((result) => fields.map((name) => cell(result[name])))]
    .map((cells) => `${cells.join(',')}\n`)
    .join('');
}

function xmlOf(job: JobState, results: readonly Result[], offset: number): string {
  if (job.failure !== undefined) return flatToXml({ messages: messagesOf(job) });
  const order = job.fields.map((name) => `<field>${escapeXml(name)}</field>`).join('\n');
  const rows = results.map((result, at) => {
    const fields = Object.entries(result).map(([name, value]) => {
      const texts = [value].flat().map((text) => `<value><text>${escapeXml(text)}</text></value>`);
      return `<field k='${escapeXml(name)}'>${texts.join('')}</field>`;
    });
    return `<result offset='${offset + at}'>\n${fields.join('\n')}\n</result>`;
  });
  const meta = `<meta>\n<fieldOrder>\n${order}\n</fieldOrder>\n</meta>`;
  return `<?xml version='1.0' encoding='UTF-8'?>\n<results preview='0'>\n${[meta, ...rows].join('\n')}\n</results>\n`;
}
