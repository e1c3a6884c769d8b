import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A folder of briefings of every dialect, with labels: test/fixtures/corpus/README.md. */
export interface Corpus {
  readonly name: string;
  readonly folder: string;
  readonly present: boolean;
  /** One of ours, small enough that each of its traits can be counted on. */
  readonly small: boolean;
}

const LARGE = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));

/** What tests of whole rooms read: our own small corpus, and real briefings beside the checkout, which are not part of the project. */
export const CORPORA: readonly Corpus[] = [
  {
    name: 'our own small corpus',
    folder: fileURLToPath(new URL('../fixtures/corpus', import.meta.url)),
    present: true,
    small: true,
  },
  {
    name: 'the larger corpus beside the checkout (skipped without ../shared/corpus)',
    folder: LARGE,
    present: existsSync(LARGE),
    small: false,
  },
];
