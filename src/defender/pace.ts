/** Waits until a request may be sent. */
export type Pace = (signal?: AbortSignal) => Promise<void>;

export interface PaceDeps {
  now(): Date;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** At most so many requests in any time of this length: the first ones go at once, later ones wait for the oldest to be over. */
export function createPace(most: number, lengthMs: number, { now, sleep }: PaceDeps): Pace {
  const sent: number[] = [];
  return async (signal) => {
    const at = now().getTime();
    const oldest = sent[sent.length - most];
    const start = oldest === undefined ? at : Math.max(at, oldest + lengthMs);
    sent.push(start);
    if (sent.length > most) sent.splice(0, sent.length - most);
    if (start > at) await sleep(start - at, signal);
  };
}
