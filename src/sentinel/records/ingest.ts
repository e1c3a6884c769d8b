import type { LogsIngestionClient } from '@azure/monitor-ingestion';
import type { EntraCall } from '../../azure/client.ts';
import { deliver } from '../../sync/records/deliver.ts';
import type { RecordFailure } from '../../sync/records/sink.ts';
import type { AzureClient } from '../client.ts';
import { splitByBytes } from './chunks.ts';
import { UPLOAD_RETRIES } from './retries.ts';
import { jsonBytes, type TableRow } from './rows.ts';

export interface IngestPlace {
  /** Logs ingestion endpoint of the data collection rule. */
  readonly endpoint: string;
  /** Immutable id of the rule. */
  readonly ruleId: string;
  /** Audience of the token, without `/.default`, which the client adds. */
  readonly audience: string;
}

/** A row to send, with the key of its record. */
export interface KeyedRow {
  readonly key: string;
  readonly row: TableRow;
}

export interface Ingestion {
  /**
   * Sends rows into a stream in bodies within the limits, takes each when there is room for it, and reports each row that may not have arrived.
   */
  upload(stream: string, rows: Iterable<KeyedRow>, signal: AbortSignal | undefined): Promise<RecordFailure[]>;
}

/** The ingestion endpoint of a data collection rule; the client of a stream is created and signed in on first use. */
export function createIngestion({ endpoint, ruleId, audience }: IngestPlace, azure: AzureClient): Ingestion {
  const clients = new Map<string, Promise<LogsIngestionClient>>();

  async function connect(stream: string): Promise<LogsIngestionClient> {
    const [library, { credential, options }] = await Promise.all([import('@azure/monitor-ingestion'), azure.parts()]);
    const client = new library.LogsIngestionClient(endpoint.replace(/\/+$/, ''), credential, { ...options, audience });
    // Added last, so inside the client's compression: a repeated request must not be compressed again.
    client.pipeline.addPolicy(azure.policy(uploadTo(stream, endpoint)));
    return client;
  }

  function clientFor(stream: string): Promise<LogsIngestionClient> {
    const client = clients.get(stream) ?? connect(stream);
    clients.set(stream, client);
    return client;
  }

  return {
    async upload(stream, rows, abortSignal) {
      const { failed } = await deliver(
        splitByBytes(rows, undefined, ({ row }) => jsonBytes(row)),
        {
          signal: abortSignal,
          tell: ({ key }) => key,
          stopped: 'The run was stopped before it was sent',
          async send(batch) {
            const client = await clientFor(stream);
            const sent = batch.map(({ row }) => row);
            try {
              await client.upload(ruleId, stream, sent, { maxConcurrency: 1, ...(abortSignal ? { abortSignal } : {}) });
            } catch (error) {
              throw causeOf(error);
            }
          },
        },
      );
      return failed.map(({ item: key, ...rest }) => ({ key, ...rest }));
    },
  };
}

/** May be sent again: a row that is there twice does no harm, since readers take the newest version of each record. */
function uploadTo(stream: string, url: string): EntraCall {
  return {
    what: `sending rows to ${stream}`,
    service: 'ingestion',
    method: 'POST',
    url,
    retries: UPLOAD_RETRIES,
    check: (response) => (response.status === 204 ? response : null),
  };
}

/** Our bodies fit into one chunk of the client, so its error has a single cause. */
function causeOf(error: unknown): unknown {
  const { errors } = error as { readonly errors?: readonly { readonly cause: unknown }[] };
  return errors?.[0]?.cause ?? error;
}
