import type { Hunt } from '../hunts/hunt.ts';
import { evidenceOf } from './evidence.ts';
import { statementKey } from './statement.ts';
import type { Wanted } from './target.ts';
import type { Evidence } from './types.ts';

/**
 * An object that a hunt wants, with what every kind of SIEM says of it. `index`: of the statement. All of it is worked out when it is asked
 * for: a plan looks at each object for a moment, and may have a hundred thousand.
 */
export function wantOf(hunt: Hunt, index: number, render: Wanted['render']): Wanted {
  return new WantedStatement(hunt, index, render);
}

/** The same, rendered otherwise. What is worked out when it is asked for is lost in a spread. */
export function withRender(want: Wanted, render: Wanted['render']): Wanted {
  const { key, evidence, queries, aliases, observables, validUntil } = want;
  return { key, evidence, queries, aliases, observables, validUntil, render };
}

class WantedStatement implements Wanted {
  readonly key: string;
  readonly render: Wanted['render'];
  readonly #hunt: Hunt;
  readonly #index: number;

  constructor(hunt: Hunt, index: number, render: Wanted['render']) {
    this.key = statementKey(hunt.key, index);
    this.render = render;
    this.#hunt = hunt;
    this.#index = index;
  }

  get evidence(): Evidence {
    return evidenceOf(this.#hunt);
  }

  get queries(): readonly string[] | undefined {
    // The whole text of a source is that of its first statement, if of any.
    return this.#index === 0 ? Object.values(this.#hunt.queries) : undefined;
  }

  get aliases(): readonly string[] | undefined {
    return this.#hunt.aliases?.map((key) => statementKey(key, this.#index));
  }

  get observables(): readonly string[] | undefined {
    return this.#hunt.observables;
  }

  get validUntil(): string | undefined {
    return this.#hunt.validUntil;
  }
}
