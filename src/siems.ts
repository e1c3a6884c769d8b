import type { Environment } from './config/schema.ts';
import type { CheckedQuery } from './sync/query.ts';

/** What the lint of the catalogue asks of a kind of SIEM. */
interface CatalogueSiem {
  readonly kind: string;
  /** Id of the language that its queries are written in (quoting/languages.ts). */
  readonly language: string;
  check(
    texts: readonly string[],
    options: { readonly environment: unknown; readonly cacheDir?: string | undefined },
  ): Promise<ReadonlyMap<string, readonly CheckedQuery[]>>;
  /** Names of the tables, data models or datasets that a query reads, sorted. */
  sourcesOf(text: string, environment: unknown): Promise<readonly string[]>;
}

const splunk: CatalogueSiem = {
  kind: 'splunk',
  language: 'spl',
  async check(texts, { environment }) {
    const { checkSpl } = await import('./spl/check.ts');
    return new Map(
      texts.map((text) => [text, [checkSpl(text, { environment: environment as Environment['splunk'] })]]),
    );
  },
  async sourcesOf(text) {
    const read = [...text.matchAll(/\bfrom\s+datamodel=([\w.]+)/gi)].map(([, dataset = '']) => dataset);
    return [...new Set(read)].sort();
  },
};

const sentinel: CatalogueSiem = {
  kind: 'sentinel',
  language: 'kql',
  async check(texts, { environment, cacheDir }) {
    const { checkKqlBatch } = await import('./kql/pool.ts');
    return checkKqlBatch(texts, {
      environment: environment as Environment['sentinel'],
      ...(cacheDir === undefined ? {} : { cacheDir }),
    });
  },
  async sourcesOf(text, environment) {
    const [{ createSchema }, { analyse }, { tablesIn }] = await Promise.all([
      import('./kql/schema.ts'),
      import('./kql/service.ts'),
      import('./kql/timestamp.ts'),
    ]);
    const schema = createSchema(environment as Environment['sentinel']);
    return [...new Set(tablesIn(analyse(text, schema)).map(({ SimpleName }) => SimpleName ?? ''))].sort();
  },
};

/** The kinds of SIEM that hunts are kept in, in the order in which outputs name them. */
export const SIEMS: readonly CatalogueSiem[] = [splunk, sentinel];
