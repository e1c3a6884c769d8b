import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { PlatformError } from '../../core/errors.ts';
import { redact } from '../../core/log.ts';
import { oneLine, truncate } from '../../core/text.ts';
import { parse } from '../errors.ts';
import { membersOf } from '../native.ts';

/** The services that records go through. */
export type Service = 'query' | 'ingestion' | 'intelligence' | 'workspace';

const MAX_SAID = 400;

/** An answer that is not what was asked for, as an error that says what to do. `what`: "reading Hunts_CL". */
export function refusalOf(service: Service, what: string, response: PipelineResponse): PlatformError {
  const { status } = response;
  const { code, message } = saidIn(response.bodyAsText);
  const said = truncate(oneLine(redact(message)), MAX_SAID);
  const text = `Azure answered ${status}${code ? ` ${oneLine(code)}` : ''} to ${what}${said ? `: ${said}` : ''}`;
  const remedy = remedyFor(service, status);
  // Whoever may not, or is not there, stays so for the rest of the run.
  const fatal = (status >= 300 && status < 400) || status === 401 || status === 403 || status === 404;
  return new PlatformError(text, { status, fatal, ...(remedy ? { remedy } : {}) });
}

/**
 * Azure's code and the words that say most: an error may hold another, and only the innermost one names the table
 * (Microsoft Learn, "Azure Monitor Logs query timeouts and errors").
 */
export function saidIn(body: string | null | undefined): { readonly code: string; readonly message: string } {
  const outer = membersOf(parse(body));
  let error = outer.has('error') ? membersOf(outer.get('error')) : outer;
  const code = textOf(error.get('code'));
  let message = textOf(error.get('message'));
  for (let depth = 0; depth < 5 && error.size > 0; depth += 1) {
    message = textOf(error.get('message')) || message;
    error = membersOf(error.get('innererror') ?? firstOf(error.get('details')));
  }
  return { code, message };
}

function remedyFor(service: Service, status: number): string | undefined {
  if (status >= 300 && status < 400) {
    return 'Redirects are not followed: check the addresses in the platform\'s "records", and its "cloud".';
  }
  if (status === 401) return 'Check the platform\'s "auth" and "cloud"; a token lives for about an hour.';
  if (status === 429) return 'Others use the service too: run again later.';
  return REMEDIES[service][status];
}

const DEPLOY = 'Deploy sentinel/azuredeploy.json to the workspace (see README.md)';

const REMEDIES: Readonly<Record<Service, Readonly<Record<number, string>>>> = {
  query: {
    400: `${DEPLOY}: it makes the tables, and adds the columns that an older deployment lacks.`,
    403: 'Give the identity Microsoft.OperationalInsights/workspaces/query/read and the right to read the three tables; sentinel/azuredeploy.json does.',
    404: 'Check subscriptionId, resourceGroup and workspace of the platform in the configuration.',
  },
  ingestion: {
    400: `Check records.streams and records.ruleId: the data collection rule has to declare the stream. ${DEPLOY} again after an update.`,
    403: 'Give the identity the role "Monitoring Metrics Publisher" on the data collection rule; a new role may take half an hour to hold.',
    404: "Check records.endpoint (the rule's logs ingestion endpoint) and records.ruleId (its immutable id, dcr-…).",
  },
  intelligence: {
    403: 'Give the identity the role "Microsoft Sentinel Contributor" on the workspace, or set records.threatIntelligence: false.',
    404: 'Check that Microsoft Sentinel is enabled on the workspace, or set records.threatIntelligence: false.',
  },
  workspace: {
    403: 'Give the identity Microsoft.OperationalInsights/workspaces/read on the workspace.',
    404: 'Check subscriptionId, resourceGroup and workspace of the platform in the configuration.',
  },
};

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
