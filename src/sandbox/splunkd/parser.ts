import { type Call, Refusal, toBoolean } from './call.ts';
import { confOf, visibleObjects } from './objects.ts';
import type { JsonValue, Reply } from './reply.ts';
import { splitList } from './saved-fields.ts';
import { fatal, parseSpl, type Stage } from './spl.ts';
import { type CommandKind, SPL_COMMANDS } from './spl-commands.ts';

/**
 * POST search/v2/parser: 200 with a flat answer, 400 FATAL for what does not parse (live Splunk 10.6 as tested by
 * Splunk.Api). The split into remote, events and report search follows the command types only.
 */
export function answerParser(call: Call): Reply {
  const q = call.args.get('q');
  if (!q) throw fatal('Invalid query.');
  const stages = parseHere(call, q);
  const reporting = stages.findIndex((stage, i) => i > 0 && kindOf(stage.command) !== 'streaming');
  const cutAt = reporting < 0 ? stages.length : reporting;
  const events = joined(stages.slice(0, cutAt));
  const reports = joined(stages.slice(cutAt));
  return {
    kind: 'flat',
    status: 200,
    data: {
      remoteSearch: events.replace(/^search\b/, 'litsearch'),
      normalizedSearch: events.replace(/^search\b/, 'litsearch'),
      remoteTimeOrdered: true,
      eventsSearch: events,
      eventsTimeOrdered: true,
      eventsStreaming: true,
      reportsSearch: reports,
      isStreamingSearch: reports === '',
      canSummarize: stages.some((stage) => kindOf(stage.command) === 'transforming'),
      commands: stages.map((stage, i) => commandValue(stage, i)),
    },
  };
}

/**
 * The first version is "deprecated and disabled" (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Restmapconf, 10.2);
 * that the answer is this 503 is not confirmed.
 */
export function refuseOldParser(): Reply {
  throw new Refusal(503, 'This feature has been disabled in Splunk configuration files');
}

/** Parses with the macros and commands that the request's namespace sees; throws the 400 that splunkd answers. */
export function parseHere(call: Call, search: string): Stage[] {
  const macros = new Map(
    Object.keys(confOf(call, 'macros')).length === 0
      ? []
      : visibleObjects(call, 'macros').map((object) => [object.name, object.settings] as const),
  );
  return parseSpl(search, {
    isCommand: (name) => SPL_COMMANDS.has(name) || call.splunkd.commands.has(name),
    macro: (name) => {
      const settings = macros.get(name);
      if (!settings) return undefined;
      // An eval macro's text comes from running its expression; one word stands for it here.
      const evaluated = toBoolean(settings['iseval'] ?? '0') === true;
      return {
        definition: evaluated ? 'true' : (settings['definition'] ?? ''),
        args: splitList(settings['args'] ?? ''),
      };
    },
  });
}

function joined(stages: readonly Stage[]): string {
  return stages.map((stage) => `${stage.command} ${stage.rawargs}`.trim()).join(' | ');
}

function kindOf(command: string): CommandKind {
  return SPL_COMMANDS.get(command) ?? 'streaming';
}

const PIPELINE: Record<CommandKind, string> = {
  generating: 'streaming',
  streaming: 'streaming',
  stateful: 'stateful',
  transforming: 'report',
};
const STREAM_TYPE: Record<CommandKind, string> = {
  generating: 'SP_STREAM',
  streaming: 'SP_STREAM',
  stateful: 'SP_EVENTS',
  transforming: 'SP_STREAMREPORT',
};

function commandValue(stage: Stage, index: number): Record<string, JsonValue> {
  const kind = kindOf(stage.command);
  return {
    command: stage.command,
    rawargs: stage.rawargs,
    pipeline: PIPELINE[kind],
    args: stage.rawargs === '' ? [] : [stage.rawargs],
    isGenerating: kind === 'generating' && index === 0,
    streamType: STREAM_TYPE[kind],
    isStreamingOpRequired: false,
    preStreamingOp: '',
  };
}
