import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every fenced KQL block, read without the briefing parser. */
export function kqlBlocks(corpus: string): string[] {
  const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:md|txt)$/.test(name));
  const found = new Set<string>();
  for (const name of files) {
    const text = readFileSync(join(corpus, name), 'utf8').replace(/\r\n/g, '\n');
    for (const match of text.matchAll(/^```kql\n([\s\S]*?)\n```\s*$/gm)) found.add(match[1] as string);
  }
  return [...found];
}
