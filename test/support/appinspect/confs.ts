import { type ConfStanza, parseConf } from '../conf.ts';
import type { AppFile, Check, Finding } from './finding.ts';

/** Every conf, meta and spec file, read strictly; a stanza for all is refused in confs. */
export function confsOf(
  files: readonly AppFile[],
  read: (path: string) => Buffer,
): { confs: ReadonlyMap<string, readonly ConfStanza[]>; findings: readonly Finding[] } {
  const confs = new Map<string, readonly ConfStanza[]>();
  const findings: Finding[] = [];
  for (const { path, kind } of files) {
    if (kind !== 'file' || !/\.(conf|meta)$/.test(path)) continue;
    const report = (check: Check, message: string) => findings.push({ check, path, message });
    const text = utf8(read(path));
    if (text === null) {
      report('conf-encoding', 'is not UTF-8');
      continue;
    }
    const { stanzas, errors } = parseConf(text);
    for (const { line, message } of errors) report('conf-syntax', `line ${line}: ${message}`);
    if (path.endsWith('.conf')) {
      if (!path.startsWith('default/')) report('conf-place', 'is not in default/');
      if (stanzas.some(({ name }) => name === 'default')) report('conf-default-stanza', 'has a [default] stanza');
    }
    confs.set(path, stanzas);
  }
  return { confs, findings };
}

/** Null where the bytes are not UTF-8. */
export function utf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
