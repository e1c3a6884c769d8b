import { setTimeout as delay } from 'node:timers/promises';
import type { Context as SpanContext, Tracer } from '@opentelemetry/api';
import { NO_TRACE, type Trace } from '../core/trace.ts';

export interface OpenTrace extends Trace {
  /** Has the SDK send what it has gathered: the process may end right afterwards. Waits a little, and never rejects. */
  flush(): Promise<void>;
}

/** What the SDK's own provider has beside the interface (https://opentelemetry.io/docs/specs/otel/trace/sdk/#forceflush). */
interface Flushing {
  readonly getDelegate?: () => Flushing;
  readonly forceFlush?: () => Promise<void>;
}

const FLUSH_MS = 5_000;

/**
 * Where the first SDK that registers itself leaves it for version 1 of the interface
 * (https://github.com/open-telemetry/opentelemetry-js/blob/main/api/src/internal/global-utils.ts).
 */
const REGISTRY = Symbol.for('opentelemetry.js.api.1');

/**
 * The trace of whatever OpenTelemetry SDK somebody has set up in this process; nothing where there is none, or not even the package of its
 * interface. The package's functions do nothing until an SDK registers itself
 * (https://opentelemetry.io/docs/specs/otel/library-guidelines/#api-and-minimal-implementation).
 */
export async function openTrace(): Promise<OpenTrace> {
  // The interface has seventy modules, which would be loaded in every run for nothing.
  const api = REGISTRY in globalThis ? await import('@opentelemetry/api').catch(() => null) : null;
  if (!api) return { ...NO_TRACE, flush: async () => undefined };
  const { context, SpanStatusCode, trace } = api;

  function within(tracer: Tracer, parent: SpanContext): Trace {
    return {
      span: (name, work, { about = {}, tells, isFailure } = {}) =>
        tracer.startActiveSpan(name, { attributes: about }, parent, async (span) => {
          try {
            const result = await work(within(tracer, trace.setSpan(parent, span)));
            if (tells) span.setAttributes(tells(result));
            if (isFailure?.(result)) span.setStatus({ code: SpanStatusCode.ERROR });
            return result;
          } catch (error) {
            // A message may repeat what a platform or an article says: the kind of error is enough.
            span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
            span.setStatus({ code: SpanStatusCode.ERROR });
            throw error;
          } finally {
            span.end();
          }
        }),
    };
  }
  return {
    ...within(trace.getTracer('huntsync'), context.active()),
    async flush() {
      const provider = trace.getTracerProvider() as Flushing;
      const sdk = provider.getDelegate?.() ?? provider;
      // It tells of its own failures.
      await Promise.race([sdk.forceFlush?.().catch(() => undefined), delay(FLUSH_MS, undefined, { ref: false })]);
    },
  };
}
