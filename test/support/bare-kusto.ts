import { fork } from 'node:child_process';
import { once } from 'node:events';

export interface BareAnalysis {
  /** Of the processor, user and system. */
  readonly ms: number;
  /** For each text what was found in it: code, severity, message, start and length. */
  readonly told: readonly (readonly unknown[][])[];
}

export interface BareKusto {
  analyse(texts: readonly string[]): Promise<BareAnalysis>;
  close(): void;
}

/** Microsoft's parser in a process of its own, which knows these tables and has nothing of ours. */
export async function bareKusto(tables: Readonly<Record<string, string>>): Promise<BareKusto> {
  const child = fork(new URL('./bare-kusto.mjs', import.meta.url), [], { execArgv: [] });
  async function ask(question: { tables?: unknown; texts?: unknown }): Promise<BareAnalysis> {
    child.send(question);
    const [answer] = await once(child, 'message');
    return answer as BareAnalysis;
  }
  await ask({ tables });
  return { analyse: (texts) => ask({ texts }), close: () => void child.kill() };
}
