import { readFileSync } from 'node:fs';
import { featuresOf, stemsOf } from './features.ts';

/** config/reference/attack/mentions.json, as mentions.generate.mjs writes it. */
export interface MentionWeights {
  readonly source: string;
  /** Version of the ATT&CK that the sentences are from. */
  readonly version: string;
  readonly terms: string;
  /** Logit from which on a sentence tells of a technique: the best in cross-validation. */
  readonly threshold: number;
  /** Class names: ATT&CK ids, and `attack`: the sentence tells of an attacker's doing at all. */
  readonly classes: readonly string[];
  readonly bias: readonly number[];
  /** What a weight of 1 stands for, by class. */
  readonly scale: readonly number[];
  /** Features, one a line. */
  readonly vocabulary: string;
  /**
   * Base64. For each feature in turn: the number of its weights (2 bytes, little endian), then 2 bytes a weight's class and one
   * its value (signed).
   */
  readonly weights: string;
}

export interface MentionModel {
  readonly classes: readonly string[];
  readonly threshold: number;
  /** Index of the class `attack`. */
  readonly attack: number;
  /** The logit of each class for a sentence, in the order of `classes`. The array is used again by the next call. */
  score(sentence: string): Float32Array;
  /** Whether it has met a word, given as a stem. */
  knows(stem: string): boolean;
}

/** A linear model: a class's logit is its bias and the sum of its weights for the features that the sentence has. */
export function mentionModel({ classes, threshold, bias, scale, vocabulary, weights }: MentionWeights): MentionModel {
  const { first, owners, values } = unpack(Buffer.from(weights, 'base64'), scale);
  const places = new Map(vocabulary.split('\n').map((feature, place) => [feature, place]));
  const start = Float32Array.from(bias);
  const logits = new Float32Array(classes.length);
  return { classes, threshold, attack: classes.indexOf('attack'), score, knows: (stem) => places.has(stem) };

  function score(sentence: string): Float32Array {
    logits.set(start);
    for (const feature of featuresOf(stemsOf(sentence))) {
      const place = places.get(feature);
      if (place !== undefined) addWeights(first[place] ?? 0, first[place + 1] ?? 0);
    }
    return logits;
  }

  function addWeights(from: number, to: number): void {
    for (let n = from; n < to; n += 1) {
      const owner = owners[n] ?? 0;
      logits[owner] = (logits[owner] ?? 0) + (values[n] ?? 0);
    }
  }
}

/** The weights side by side: feature `f` has those from `first[f]` to `first[f + 1]`, each with the class that owns it. */
function unpack(packed: Buffer, scale: readonly number[]) {
  const first = [0];
  const owners: number[] = [];
  const values: number[] = [];
  for (let place = 0; place < packed.length; ) {
    const end = place + 2 + 3 * packed.readUInt16LE(place);
    for (place += 2; place < end; place += 3) {
      const owner = packed.readUInt16LE(place);
      owners.push(owner);
      values.push(packed.readInt8(place + 2) * (scale[owner] ?? 0));
    }
    first.push(owners.length);
  }
  return { first: Uint32Array.from(first), owners: Uint16Array.from(owners), values: Float32Array.from(values) };
}

/** The same place from src/classify/mentions and from dist/classify/mentions. */
const FILE = new URL('../../../config/reference/attack/mentions.json', import.meta.url);
let loaded: MentionModel | undefined;

/** The model that the product carries, read once a process. */
export function loadMentionModel(): MentionModel {
  loaded ??= mentionModel(JSON.parse(readFileSync(FILE, 'utf8')) as MentionWeights);
  return loaded;
}
