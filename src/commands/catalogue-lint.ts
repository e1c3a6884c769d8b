import type { Environment } from '../config/schema.ts';
import { attackTechnique } from '../knowledge/attack.ts';
import { fireUseCases } from '../knowledge/triggers.ts';
import type { UseCase } from '../knowledge/use-case.ts';
import { useCaseFacts } from '../knowledge/use-case-facts.ts';
import { checkKqlBatch } from '../kql/pool.ts';
import { createSchema, type Schema, type SentinelEnvironment } from '../kql/schema.ts';
import { analyse } from '../kql/service.ts';
import { tablesIn } from '../kql/timestamp.ts';
import { checkSpl } from '../spl/check.ts';
import type { SplExtras } from '../spl/environment.ts';
import type { CheckedQuery } from '../sync/query.ts';

/** What is wrong with a use case that its file's schema cannot tell. */
export interface LintFinding {
  /** The use case. */
  readonly id: string;
  readonly severity: 'error' | 'warning';
  /** `technique`, `test`, `facts`, `data-needs`, `repaired`, or the code of the query check. */
  readonly code: string;
  readonly message: string;
}

export interface LintOptions {
  readonly environment: Environment;
  /** For verdicts on KQL; may be deleted at any time. */
  readonly cacheDir?: string | undefined;
}

/**
 * Checks use cases beyond their schema: techniques are current, sentences fire or stay quiet as they say, queries run as they are
 * written (ready, not repaired), and the data that a query reads is the data that it says it needs.
 */
export async function lintUseCases(
  useCases: readonly UseCase[],
  { environment, cacheDir }: LintOptions,
): Promise<LintFinding[]> {
  const sources = useCases.flatMap(({ kql }) => kql ?? []);
  const verdicts = await checkKqlBatch(sources, {
    environment: environment['sentinel'] as SentinelEnvironment,
    ...(cacheDir === undefined ? {} : { cacheDir }),
  });
  const schema = createSchema(environment['sentinel'] as SentinelEnvironment);
  return useCases.flatMap((useCase) => [
    ...techniqueFindings(useCase),
    ...testFindings(useCase),
    ...(useCase.spl === null
      ? []
      : queryFindings(useCase, 'SPL', checkSpl(useCase.spl, { environment: environment['splunk'] as SplExtras }))),
    ...(useCase.kql === null ? [] : kqlFindings(useCase, verdicts.get(useCase.kql) ?? [])),
    ...needFindings(useCase, schema),
  ]);
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
    .filter(({ text, fires }) => fireUseCases(text, [useCase]).length > 0 !== fires)
    .map(({ text, fires }) => ({
      id: useCase.id,
      severity: 'error',
      code: 'test',
      message: `${fires ? 'does not fire' : 'fires'} on: ${text}`,
    }));
}

function kqlFindings(useCase: UseCase, queries: readonly CheckedQuery[]): LintFinding[] {
  const findings = queries.flatMap((query) => queryFindings(useCase, 'KQL', query));
  if (queries.length === 1) return findings;
  const message = `the KQL is ${queries.length} queries; a use case has one`;
  return [...findings, { id: useCase.id, severity: 'error', code: 'statements', message }];
}

function queryFindings({ id }: UseCase, language: string, { verdict, repairs, problems }: CheckedQuery): LintFinding[] {
  const findings = problems.map(({ code, message, line, column, severity }): LintFinding => {
    return { id, severity, code, message: `${language} ${line}:${column}: ${message}` };
  });
  if (verdict !== 'repaired') return findings;
  const message = `${language} only runs once repaired (${repairs.join(', ')}): write it so that it runs as it is`;
  return [...findings, { id, severity: 'error', code: 'repaired', message }];
}

/** Needs that a query does not read, and what it reads that no need names. */
function needFindings({ id, spl, kql, dataNeeds }: UseCase, schema: Schema): LintFinding[] {
  const datasets = new Set(
    [...(spl ?? '').matchAll(/\bfrom\s+datamodel=([\w.]+)/gi)].map(([, dataset = '']) => dataset),
  );
  const tables = kql === null ? [] : tablesIn(analyse(kql, schema)).map(({ SimpleName }) => SimpleName ?? '');
  return [
    ...difference(
      'splunk',
      dataNeeds.splunk.filter((need) => /^\w+\.\w+$/.test(need)),
      datasets,
    ),
    ...difference('sentinel', dataNeeds.sentinel, new Set(tables)),
  ];

  function difference(platform: string, needs: readonly string[], reads: ReadonlySet<string>): LintFinding[] {
    const unused = needs
      .filter((need) => !reads.has(need))
      .map((need) => `names ${need}, which the query does not read`);
    const missing = [...reads]
      .filter((one) => !needs.includes(one))
      .map((one) => `lacks ${one}, which the query reads`);
    return [...unused, ...missing].map((what) => {
      return { id, severity: 'error', code: 'data-needs', message: `dataNeeds.${platform} ${what}` };
    });
  }
}
