import { classifyItem } from '../../src/classify/item.ts';
import type { ItemDocument } from '../../src/sources/source.ts';
import { cpuSeconds } from './cost.ts';
import { seeded } from './generator.ts';
import type { Row } from './table.ts';

const TOLD = [
  'The attackers sent a message with the archive {word}{n}.zip to the help desk.',
  'The loader {word}{n}.exe wrote itself to C:\\Users\\Public\\{word}{n}.exe and started PowerShell with an encoded command.',
  'It contacted {word}-{n}[.]com and 203.0.113.{byte} every ten minutes.',
  'The actor dumped the memory of LSASS and moved to the file server with stolen credentials.',
  'The scheduled task {word}Update{n} keeps it on the host.',
  'Nobody at the company had noticed anything of it for three weeks.',
  'Its makers have changed how it packs its strings, which says nothing of who they are.',
];
const WORDS = ['beacon', 'driver', 'gateway', 'loader', 'mailbox', 'session', 'tenant', 'token'];

/** A report of about so many characters, of our own making; the same for the same number. */
function report(number: number, characters: number): ItemDocument {
  const random = seeded(number + 1);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  let text = '';
  while (text.length < characters) {
    const sentence = pick(TOLD)
      .replaceAll('{word}', pick(WORDS))
      .replaceAll('{n}', String(Math.floor(random() * 1000)))
      .replaceAll('{byte}', String(1 + Math.floor(random() * 250)));
    text += `${sentence}${random() < 0.25 ? '\n\n' : ' '}`;
  }
  const url = `https://research.example/reports/${number}`;
  const title = `Intrusion ${number}: ${pick(WORDS)} steals credentials`;
  return { kind: 'item', path: url, publisher: 'Bench', title, url, published: '2026-05-01', text };
}

/** Articles of feeds a second of the processor, by how long they are; and what ten times the text takes. */
export async function benchClassifying(count: number): Promise<Row[]> {
  classifyItem(report(0, 1000), 'bench');
  const each: number[] = [];
  const rows: Row[] = [];
  for (const characters of [1000, 10_000, 50_000]) {
    const articles = Math.max(5, Math.round((count * 1000) / characters));
    const items = Array.from({ length: articles }, (_, number) => report(number, characters));
    const seconds = await cpuSeconds(() => items.map((item) => classifyItem(item, 'bench').article.hunts.length));
    each.push(seconds / articles);
    rows.push({
      what: `classifying articles of ${characters / 1000} kB`,
      value: Math.round(articles / seconds),
      unit: 'a second',
      from: `${articles} articles, ${((1000 * seconds) / articles).toFixed(1)} ms of CPU each`,
    });
  }
  const [, tenth = 0, longest = 0] = each;
  return [
    ...rows,
    { what: 'classifying: five times the text (10 to 50 kB)', value: longest / tenth, isRatio: true, isCost: true },
  ];
}
