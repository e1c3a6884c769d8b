// Trains the linear model of mentions.generate.mjs: one-against-rest logistic regression by stochastic gradient on the features
// that a sentence has, each weighed by its rarity (idf). Plain numbers in, plain numbers out; the same for the same input.

const EPOCHS = 12;
const ALPHA = 2e-5; // of the L2 penalty
const TYPICAL_NORM = 18; // of a sentence's idf vector; no sentence is normalised by its own, or long ones would hardly say anything
const MOST = 200_000; // weights in all
const START = -4; // a technique's bias before the first step: most sentences are about none
const FOLDS = 5;

/** examples: {features: string[], classes: string[], held: may it be held out}. Gives {classes, threshold, measured, bias, scale, vocabulary, weights: for each feature a list of [class, value]}. */
export function trainMentions(examples, { fewest = 3, epochs = EPOCHS } = {}) {
  const count = new Map();
  for (const { classes } of examples) for (const c of classes) count.set(c, (count.get(c) ?? 0) + 1);
  const classes = [...count]
    .filter(([, n]) => n >= fewest)
    .map(([c]) => c)
    .sort();
  const measured = crossValidate(examples, classes, epochs);
  return { ...pack(train(examples, classes, epochs), classes), threshold: measured.threshold, measured };
}

function crossValidate(examples, classes, epochs) {
  const grid = Array.from({ length: 41 }, (_, n) => -4 + n / 10);
  const counts = grid.map(() => ({ tp: 0, fp: 0, fn: 0 }));
  const attack = { right: [0, 0], all: [0, 0] };
  for (let fold = 0; fold < FOLDS; fold++) {
    const inFold = (e, n) => e.held && n % FOLDS === fold;
    const score = scorer(
      pack(
        train(
          examples.filter((e, n) => !inFold(e, n)),
          classes,
          epochs,
        ),
        classes,
      ),
      classes,
    );
    for (const e of examples.filter(inFold)) {
      const logits = score(e.features);
      const right = new Set(e.classes);
      classes.forEach((c, k) => {
        if (c === 'attack') {
          const is = right.has(c) ? 1 : 0;
          attack.all[is]++;
          if (logits[k] >= 0 === right.has(c)) attack.right[is]++;
          return;
        }
        grid.forEach((threshold, g) => {
          if (logits[k] >= threshold) counts[g][right.has(c) ? 'tp' : 'fp']++;
          else if (right.has(c)) counts[g].fn++;
        });
      });
    }
  }
  const rounded = (x) => Math.round(x * 1000) / 1000;
  const rows = grid.map((threshold, g) => {
    const { tp, fp, fn } = counts[g];
    return {
      threshold: rounded(threshold),
      precision: rounded(tp / (tp + fp || 1)),
      recall: rounded(tp / (tp + fn || 1)),
      f1: rounded((2 * tp) / (2 * tp + fp + fn || 1)),
    };
  });
  // MITRE gives a sentence one technique although many tell of more: what counts as wrong here is often right. So the lowest
  // threshold that is as good as the best.
  const best = rows.find((row) => row.f1 >= 0.99 * Math.max(...rows.map(({ f1 }) => f1)));
  return {
    ...best,
    attacksKnown: rounded(attack.right[1] / (attack.all[1] || 1)),
    othersKnown: rounded(attack.right[0] / (attack.all[0] || 1)),
  };
}

function train(examples, classes, epochs) {
  const width = classes.length;
  const index = new Map(classes.map((c, k) => [c, k]));
  const frequency = new Map();
  for (const { features } of examples) for (const f of features) frequency.set(f, (frequency.get(f) ?? 0) + 1);
  const vocabulary = [...frequency]
    .filter(([, n]) => n >= 2 && n <= Math.max(2, examples.length * 0.2))
    .map(([f]) => f)
    .sort();
  const idf = vocabulary.map((f) => (Math.log((1 + examples.length) / (1 + frequency.get(f))) + 1) / TYPICAL_NORM);
  const place = new Map(vocabulary.map((f, n) => [f, n]));
  const inputs = examples.map(({ features }) => features.map((f) => place.get(f)).filter((n) => n !== undefined));
  const targets = examples.map((e) => e.classes.map((c) => index.get(c)).filter((k) => k !== undefined));

  // A class of more examples than not would call everything its own: there the few that are not count as much as the many.
  const worth = classes.map((_, k) => {
    const n = targets.filter((t) => t.includes(k)).length;
    return Math.min(1, (examples.length - n) / n);
  });

  const weights = new Float32Array(vocabulary.length * width);
  const bias = Float32Array.from(worth, (w) => (w < 1 ? 0 : START));
  const logits = new Float32Array(width);
  const order = inputs.map((_, n) => n);
  const random = numbers(12345);
  let shrunk = 1; // the penalty, kept apart from the weights so that a step touches only what it must
  let step = 1 / (ALPHA * 20);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let n = order.length - 1; n > 0; n--) {
      const other = Math.floor(random() * (n + 1));
      [order[n], order[other]] = [order[other], order[n]];
    }
    for (const n of order) {
      const rate = 1 / (ALPHA * step++);
      const input = inputs[n];
      logits.set(bias);
      for (const f of input) {
        const value = idf[f] * shrunk;
        for (let k = 0, at = f * width; k < width; k++, at++) logits[k] += weights[at] * value;
      }
      shrunk *= 1 - rate * ALPHA;
      for (let k = 0; k < width; k++) {
        const guess = 1 / (1 + Math.exp(-logits[k]));
        const error = targets[n].includes(k) ? (guess - 1) * worth[k] : guess;
        if (Math.abs(error) < 0.002) continue;
        bias[k] -= rate * error * 0.05;
        for (const f of input) weights[f * width + k] -= (rate * error * idf[f]) / shrunk;
      }
    }
  }
  for (let f = 0, at = 0; f < vocabulary.length; f++)
    for (let k = 0; k < width; k++, at++) weights[at] *= shrunk * idf[f];
  return { vocabulary, weights, bias, frequencies: vocabulary.map((f) => frequency.get(f)) };
}

/** Keeps the weights that matter most, in eight bits: heavy ones, and of equally heavy ones those of features that are met more often. */
function pack({ vocabulary, weights, bias, frequencies }, classes) {
  const width = classes.length;
  const matter = (f, k) => Math.abs(weights[f * width + k]) * Math.sqrt(frequencies[f]);
  const all = Float32Array.from(weights, (_, at) => matter(Math.floor(at / width), at % width)).sort();
  const least = Math.max(all[all.length - MOST] ?? 0, Number.MIN_VALUE);
  const scale = classes.map((_, k) => {
    let most = 0;
    for (let f = 0; f < vocabulary.length; f++)
      if (matter(f, k) >= least) most = Math.max(most, Math.abs(weights[f * width + k]));
    return Number((most / 127 || 1).toPrecision(6));
  });
  const kept = vocabulary.map((feature, f) => {
    const list = classes.map((_, k) => [k, matter(f, k) >= least ? Math.round(weights[f * width + k] / scale[k]) : 0]);
    return [feature, list.filter(([, w]) => w !== 0)];
  });
  const used = kept.filter(([, list]) => list.length > 0);
  return {
    classes,
    bias: [...bias].map((b) => Number(b.toFixed(4))),
    scale,
    vocabulary: used.map(([feature]) => feature),
    weights: used.map(([, list]) => list),
  };
}

function scorer({ bias, scale, vocabulary, weights }, classes) {
  const place = new Map(vocabulary.map((f, n) => [f, n]));
  const logits = new Float64Array(classes.length);
  return (features) => {
    logits.set(bias);
    for (const f of features) for (const [k, w] of weights[place.get(f)] ?? []) logits[k] += w * scale[k];
    return logits;
  };
}

/** Numbers from 0 to 1 that are the same each time (a linear congruential generator). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
