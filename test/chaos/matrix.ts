import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../../src/sandbox/index.ts';
import type { Fault } from '../../src/sandbox/server.ts';
import { ROOT } from '../support/world.ts';
import { FAULT_KINDS, type FaultKind } from './faults.ts';
import { type Arena, configure, openArena, syncOnce } from './harness.ts';
import type { IdentityEndpoint } from './identity.ts';
import { type Snapshot, snapshotOf, violationsIn } from './invariants.ts';
import { kindOf, REQUEST_KINDS, type RequestKind } from './requests.ts';
import { writeChanged } from './scenario.ts';

/** What became of a run in which one request went wrong once. */
type Cell = '✓' | '→' | '–' | '✗';

const PAGE = join(ROOT, 'docs/reliability.md');
const BEGIN = '<!-- matrix: npm run chaos -- --matrix -->';
const END = '<!-- end of the matrix -->';
const VARIANT = 3;

/**
 * Every fault at the first request of every kind, once each; writes the table in docs/reliability.md. Whether all held.
 *
 * @param only plays the faults of these names; the other rows stay.
 */
export async function playMatrix(
  identity: IdentityEndpoint,
  say: (line: string) => void,
  only?: readonly string[],
): Promise<boolean> {
  const page = readFileSync(PAGE, 'utf8');
  const expected = await playCell(identity);
  if (!expected.snapshot) throw new Error('nothing to compare with');
  const rows: string[] = [];
  let broken = 0;
  for (const fault of FAULT_KINDS) {
    if (only && !only.includes(fault.name)) {
      rows.push(page.split('\n').find((line) => line.startsWith(`| ${fault.name} |`)) ?? '');
      continue;
    }
    const cells: Cell[] = [];
    for (const request of REQUEST_KINDS) {
      const { cell, details } = await playCell(identity, { request, fault, expected: expected.snapshot });
      cells.push(cell);
      if (cell === '✗') broken += 1;
      for (const detail of details) say(`${fault.name} at ${request}: ${detail}`);
    }
    rows.push(`| ${fault.name} | ${cells.join(' | ')} |`);
    say(`${fault.name}: ${cells.join(' ')}`);
  }
  writeTable(page, rows);
  say(`${broken} cells in which an invariant did not hold`);
  return broken === 0;
}

function writeTable(page: string, rows: readonly string[]): void {
  const head = `| | ${REQUEST_KINDS.join(' | ')} |\n|---|${REQUEST_KINDS.map(() => '---').join('|')}|`;
  const [before = '', rest = ''] = page.split(BEGIN);
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${head}\n${rows.join('\n')}\n\n${END}${rest.split(END)[1] ?? ''}`);
}

interface Planned {
  readonly request: RequestKind;
  readonly fault: FaultKind;
  readonly expected: Snapshot;
}

interface Played {
  readonly cell: Cell;
  readonly details: readonly string[];
  readonly snapshot?: Snapshot;
}

const SIGNING_IN: ReadonlySet<RequestKind> = new Set(['splunk log-in', 'azure token', 'graph token']);

async function playCell(identity: IdentityEndpoint, planned?: Planned): Promise<Played> {
  const { request, fault } = planned ?? {};
  if (request && fault?.beyond?.includes(request)) return { cell: '–', details: [] };
  const signIn = request && SIGNING_IN.has(request) ? ('log-in' as const) : ('tokens' as const);
  const arena = await openArena({ signIn, acks: request === 'hec ack', identity, samples: 0 });
  try {
    const { unmanaged } = snapshotOf(arena.world.sandbox);
    await begin(arena);
    writeChanged(arena.world, VARIANT);
    configure(arena, { signIn, isDisturbed: planned !== undefined });
    const hits = planned ? faultOnce(arena, planned) : () => 1;
    const run = await syncOnce(arena);
    const { splunk, azure, graph } = arena.world.sandbox.servers;
    for (const server of [splunk, azure, graph]) server.clearFaults();
    configure(arena, { signIn });
    const mended = await syncOnce(arena);
    const snapshot = snapshotOf(arena.world.sandbox);
    const found = violationsIn({ arena, expected: planned?.expected ?? snapshot, unmanaged, edits: [] });
    const details = found.map(({ invariant, detail }) => `${invariant}: ${detail}`);
    if (run.end === 'bug') details.push('a bug was reported');
    if (mended.end !== 0) details.push('the next run failed');
    if (hits() === 0) details.push('no such request');
    const cell: Cell = details.length > 0 ? '✗' : run.end === 0 ? '✓' : '→';
    return { cell, details, snapshot };
  } finally {
    await arena.close();
  }
}

let begun: Pick<Sandbox['states'], 'splunk' | 'azure' | 'graph'> | undefined;

/** The first sync, which is the same for all cells and so is done once. */
async function begin(arena: Arena): Promise<void> {
  const { states } = arena.world.sandbox;
  if (!begun) {
    await syncOnce(arena);
    begun = structuredClone({ splunk: states.splunk, azure: states.azure, graph: states.graph });
    return;
  }
  // Each sandbox has a password of its own.
  const { users: _, ...splunk } = structuredClone(begun.splunk);
  Object.assign(states.splunk, splunk);
  Object.assign(states.azure, structuredClone(begun.azure));
  Object.assign(states.graph, structuredClone(begun.graph));
}

/** Returns how often the fault came. */
function faultOnce(arena: Arena, { request, fault }: Planned): () => number {
  const { sandbox } = arena.world;
  let hits = 0;
  let isProvoked = false;
  for (const server of [sandbox.servers.splunk, sandbox.servers.azure, sandbox.servers.graph]) {
    server.disturb((asked): Fault | undefined => {
      const kind = kindOf(asked);
      // One that stands there already is looked up only after a conflict.
      if (request === 'azure read' && kind === 'azure put' && !isProvoked) {
        isProvoked = true;
        return { respond: { status: 409, headers: { 'content-type': 'application/json' }, body: '{}' } };
      }
      if (kind !== request || hits > 0) return undefined;
      hits += 1;
      return fault.make(sandbox);
    });
  }
  return () => hits;
}
