/** A token of the HTTP Event Collector (inputs.conf, [http://name]). */
export interface HecToken {
  readonly token: string;
  readonly disabled?: boolean;
  /** Indexes that its events may name. Default: any. */
  readonly indexes?: readonly string[];
  /** Requests are acknowledged when their events are indexed, and need a channel. */
  readonly useAck?: boolean;
  /** How many questions about a request are answered with "not yet". Default 0. */
  readonly acksAfter?: number;
}

/** What is open on each token's channels. It is gone with the process, as splunkd's own is. */
export interface HecAcks {
  /** The id of a request whose events were taken: counted from 0 on each channel. */
  take(token: HecToken, channel: string): number;
  /**
   * Whether they are indexed. True is reported once: then the id is forgotten (whether splunkd does so at once is not confirmed).
   */
  ask(token: HecToken, channel: string, id: number): boolean;
}

export function createHecAcks(): HecAcks {
  const channels = new Map<string, { next: number; open: Map<number, number> }>();
  const of = ({ token }: HecToken, channel: string) => {
    const key = `${token}/${channel}`;
    const found = channels.get(key) ?? { next: 0, open: new Map<number, number>() };
    channels.set(key, found);
    return found;
  };
  return {
    take(token, channel) {
      const own = of(token, channel);
      own.open.set(own.next, token.acksAfter ?? 0);
      own.next += 1;
      return own.next - 1;
    },
    ask(token, channel, id) {
      const { open } = of(token, channel);
      const left = open.get(id);
      if (left === undefined) return false;
      if (left > 0) open.set(id, left - 1);
      else open.delete(id);
      return left === 0;
    },
  };
}
