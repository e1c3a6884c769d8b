import type { PipelineResponse } from '@azure/core-rest-pipeline';
import type { LogsIngestionClient } from '@azure/monitor-ingestion';
import { type Connection, prepare } from './connect.ts';
import { refusalOf } from './errors.ts';
import type { SendRows } from './upload.ts';

export interface IngestPlace {
  /** Logs ingestion endpoint of the data collection rule. */
  readonly endpoint: string;
  /** Immutable id of the rule. */
  readonly ruleId: string;
  /** What a token is asked for, without `/.default`, which the client adds. */
  readonly audience: string;
}

/** Sends rows into the streams of a data collection rule; the client is made and signed in when it is first used. */
export function createIngest(place: IngestPlace, connection: Connection): (stream: string) => SendRows {
  const { endpoint, ruleId, audience } = place;
  const address = { host: new URL(endpoint).host, setting: 'records.endpoint' };
  const throttle = connection.createThrottle();
  let client: Promise<LogsIngestionClient> | undefined;

  const connect = async () => {
    const [{ LogsIngestionClient }, { credential, options }] = await Promise.all([
      import('@azure/monitor-ingestion'),
      connection.parts(),
    ]);
    const made = new LogsIngestionClient(endpoint.replace(/\/+$/, ''), credential, { ...options, audience });
    prepare(made.pipeline, connection, throttle, { judge: judgeUpload });
    return made;
  };

  return (stream) => (rows, outer) =>
    connection.call(`sending rows to ${stream}`, address, outer, async (abortSignal) => {
      client ??= connect();
      const ready = await client;
      try {
        await ready.upload(ruleId, stream, [...rows], { maxConcurrency: 1, abortSignal });
      } catch (error) {
        throw causeOf(error);
      }
    });
}

function judgeUpload(response: PipelineResponse): PipelineResponse {
  if (response.status !== 204) throw refusalOf('ingestion', 'an upload', response);
  return response;
}

/** Our bodies are small enough to be the client's one chunk, so there is one cause in what it throws. */
function causeOf(error: unknown): unknown {
  const { errors } = error as { readonly errors?: readonly { readonly cause: unknown }[] };
  return errors?.[0]?.cause ?? error;
}
