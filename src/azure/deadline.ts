/** A deadline for a piece of work, combined with the caller's signal. */
export interface Deadline {
  /** Fires when the time is over, or with the caller's signal. */
  readonly signal: AbortSignal;
  /** Clears the timer and the listener on the caller's signal. */
  end(): void;
}

/** AbortSignal.any would keep a listener on the run's signal for each request of a run that may last for weeks. */
export function startDeadline(ms: number, outer: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = setTimeout(stop, ms);
  outer?.addEventListener('abort', stop, { once: true });
  if (outer?.aborted) stop();
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', stop);
    },
  };
}
