import { readFileSync } from 'node:fs';
import { toldText } from '../classify/told-text.ts';
import type { Environment } from '../config/schema.ts';
import { counted } from '../core/counted.ts';
import { attackTechnique } from '../knowledge/attack.ts';
import { threatNames } from '../knowledge/named-threats.ts';
import { LEAST_SAMPLES, NO_SAMPLES, type Samples } from '../knowledge/samples.ts';
import { fireUseCases } from '../knowledge/triggers.ts';
import type { UseCase } from '../knowledge/use-case.ts';
import { useCaseFacts } from '../knowledge/use-case-facts.ts';
import { SAMPLE_HOUR } from '../prove/clock.ts';
import { proveUseCases } from '../sync/prove-use-cases.ts';
import type { CheckedQuery, QueryProblem } from '../sync/query.ts';
import type { Siem } from '../sync/siem.ts';
import type { LintCode } from './catalogue-lint-codes.ts';

/** What is wrong with a use case that its file's schema cannot tell. */
export interface LintFinding {
  /** The use case. */
  readonly id: string;
  readonly severity: 'error' | 'warning';
  /** One of the lint's own, or the code of the query check. */
  readonly code: LintCode | QueryProblem['code'];
  readonly message: string;
}

/** What the lint asks of a kind of SIEM. */
export type LintSiem = Pick<Siem, 'kind' | 'language' | 'check' | 'sourcesOf' | 'withWindow' | 'proving'>;

export interface LintOptions {
  /** What the user's platforms have beyond the defaults, by kind of SIEM. */
  readonly environment: Environment;
  /** For verdicts on queries; may be deleted at any time. */
  readonly cacheDir?: string | undefined;
  readonly siems: readonly LintSiem[];
  /** By the ids of use cases. */
  readonly samples: ReadonlyMap<string, Samples>;
}

/** A query of a use case, the SIEM that it is for, and the result of its check. */
interface Linted {
  readonly siem: LintSiem;
  /** The language's title. */
  readonly title: string;
  readonly text: string;
  readonly checked: readonly CheckedQuery[];
}

/**
 * Checks use cases beyond their schema: techniques are current, test sentences fire or do not fire as declared, queries run as
 * written (ready, not repaired), the declared data needs are those that the queries read, samples are found as declared, and an
 * analyst is told what to do about a hit.
 */
export async function lintUseCases(
  useCases: readonly UseCase[],
  { environment, cacheDir, siems, samples }: LintOptions,
): Promise<LintFinding[]> {
  const checks = await Promise.all(
    siems.map(async (siem) => ({
      siem,
      title: siem.language.title,
      verdicts: await siem.check(
        useCases.flatMap(({ queries }) => queries[siem.language.id] ?? []),
        { environment: environment[siem.kind], cacheDir },
      ),
    })),
  );
  const proofs = await proveUseCases(useCases, { siems, environment, cacheDir, samples, hour: SAMPLE_HOUR });
  const findings = await Promise.all(
    useCases.map(async (useCase, index) => {
      const linted = checks.flatMap(({ siem, title, verdicts }): Linted[] => {
        const text = useCase.queries[siem.language.id];
        return text === undefined ? [] : [{ siem, title, text, checked: verdicts.get(text) ?? [] }];
      });
      const needs = await Promise.all(
        siems.map(async (siem) => {
          // A SIEM may take over another's language; its tables are then not the catalogue's.
          if (!siem.language.siems.some(({ kind }) => kind === siem.kind)) return [];
          const own = linted.find((query) => query.siem === siem);
          const reads = own ? await siem.sourcesOf(own.text, environment[siem.kind]) : [];
          return needFindings(useCase, siem.kind, reads);
        }),
      );
      return [
        ...techniqueFindings(useCase),
        ...testFindings(useCase),
        ...guidanceFindings(useCase, useCases),
        ...subjectFindings(useCase),
        ...linted.flatMap((query) => queryFindings(useCase, query)),
        ...needs.flat(),
        ...sampleFindings(useCase, samples.get(useCase.id) ?? NO_SAMPLES),
        ...(proofs[index]?.languages ?? []).flatMap(({ kind, problems }) => {
          const title = siems.find((siem) => siem.kind === kind)?.language.title ?? kind;
          return problems.map((problem): LintFinding => {
            return { id: useCase.id, severity: 'error', code: 'proof', message: `${title}: ${problem}` };
          });
        }),
      ];
    }),
  );
  return findings.flat();
}

function techniqueFindings({ id, techniques, phase, confidence }: UseCase): LintFinding[] {
  const findings = techniques.flatMap((technique): LintFinding[] => {
    const known = attackTechnique(technique);
    if (known?.status === 'current') return [];
    const instead = known?.replacedBy ? `; it is ${known.replacedBy} now` : '';
    const message = known ? `${technique} is ${known.status}${instead}` : `ATT&CK has no ${technique}`;
    return [{ id, severity: 'error', code: 'technique', message }];
  });
  const facts = useCaseFacts(id);
  const same = (a: readonly string[], b: readonly string[]) => [...a].sort().join() === [...b].sort().join();
  if (facts && (facts.phase !== phase || facts.confidence !== confidence || !same(facts.techniques, techniques))) {
    const message = `briefings know ${id} as ${facts.phase}, ${facts.confidence}, ${facts.techniques.join(' ')}`;
    findings.push({ id, severity: 'warning', code: 'facts', message });
  }
  return findings;
}

function testFindings(useCase: UseCase): LintFinding[] {
  return useCase.tests
    .filter(({ text, fires }) => fireUseCases(toldText(text), [useCase]).length > 0 !== fires)
    .map(({ text, fires }) => ({
      id: useCase.id,
      severity: 'error',
      code: 'test',
      message: `${fires ? 'does not fire' : 'fires'} on: ${text}`,
    }));
}

/** What an analyst reads when it hits, and steps that another use case has word for word: those fit neither's columns. */
function guidanceFindings(useCase: UseCase, all: readonly UseCase[]): LintFinding[] {
  const { id, triage = [], falsePositives, references } = useCase;
  const lacking = [
    ...(triage.length === 0 ? ['triage: three steps for a hit of its own query'] : []),
    ...(falsePositives.length === 0 ? ['falsePositives: what else looks like it'] : []),
    ...(references.length === 0 ? ['references: pages that tell of it'] : []),
  ].map((what) => `lacks ${what}`);
  const shared = triage.flatMap((step, index) => {
    const others = all.filter((other) => other !== useCase && other.triage?.includes(step)).map((other) => other.id);
    return others.length === 0 ? [] : [`shares step ${index + 1} of its triage with ${others.join(', ')}`];
  });
  return [...lacking, ...shared].map((message) => ({ id, severity: 'error', code: 'guidance', message }));
}

function sampleFindings({ id }: UseCase, samples: Samples): LintFinding[] {
  const { fires, quiet } = LEAST_SAMPLES;
  if (samples.fires.length >= fires && samples.quiet.length >= quiet) return [];
  const message = `has samples of ${counted(samples.fires.length, 'thing')} that it must find and ${samples.quiet.length} that it must not: at least ${fires} and ${quiet} are wanted`;
  return [{ id, severity: 'error', code: 'samples', message }];
}

/**
 * Names of software that fire a use case and that its queries do not look for. Told only where the queries look for software by
 * name: where at least half of the names that fire it stand in them.
 */
function subjectFindings({ id, triggers, queries }: UseCase): LintFinding[] {
  const text = Object.values(queries).join('\n').toLowerCase();
  const known = softwareNames();
  const names = triggers.subjects.filter(
    (subject): subject is string => typeof subject === 'string' && !/\s/.test(subject) && known.has(subject),
  );
  const absent = names.filter((name) => !text.includes(name.toLowerCase()));
  if (absent.length * 2 > names.length) return [];
  return absent.map((name) => {
    const message = `${name} fires it, and no query of it looks for ${name}`;
    return { id, severity: 'error', code: 'subject', message };
  });
}

/** Names of software, in lower case, as ATT&CK and the reference of remote-support tools have them. */
function softwareNames(): ReadonlySet<string> {
  const attack = threatNames().filter(({ kind }) => kind === 'tool' || kind === 'malware');
  const rmm = JSON.parse(readFileSync(new URL('../../config/reference/tools/rmm.json', import.meta.url), 'utf8'));
  return new Set([...attack.map(({ name }) => name), ...Object.keys(rmm.tools)].map((name) => name.toLowerCase()));
}

function queryFindings({ id }: UseCase, { title, checked }: Linted): LintFinding[] {
  const findings = checked.flatMap(({ verdict, repairs, problems }): LintFinding[] => {
    const found = problems.map(({ code, message, line, column, severity }): LintFinding => {
      return { id, severity, code, message: `${title} ${line}:${column}: ${message}` };
    });
    if (verdict !== 'repaired') return found;
    const message = `${title} only runs once repaired (${repairs.join(', ')}): write it so that it runs as it is`;
    return [...found, { id, severity: 'error', code: 'repaired', message }];
  });
  if (checked.length === 1) return findings;
  const message = `the ${title} is ${counted(checked.length, 'query', 'queries')}; a use case has one`;
  return [...findings, { id, severity: 'error', code: 'statements', message }];
}

/**
 * Declared needs that a query does not read, and sources that it reads without being declared. A need of several words is a
 * description and not compared.
 */
function needFindings({ id, dataNeeds }: UseCase, kind: string, reads: readonly string[]): LintFinding[] {
  const needs = dataNeeds[kind] ?? [];
  const unused = needs
    .filter((need) => !/\s/.test(need) && !reads.includes(need))
    .map((need) => `names ${need}, which the query does not read`);
  const missing = reads
    .filter((source) => !needs.includes(source))
    .map((source) => `lacks ${source}, which the query reads`);
  return [...unused, ...missing].map((what) => {
    return { id, severity: 'error', code: 'data-needs', message: `dataNeeds.${kind} ${what}` };
  });
}
