import { publicServices } from '../platforms.ts';
import { type Line, sentenceWith } from '../specific/text.ts';
import type { Observable } from './observable.ts';
import { roleAt } from './role.ts';

/** Dots that somebody defanged, or a scheme with `xx`: the author means the address, not the company. */
const DEFANGED = /\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\\\.|hxxps?/i;

const HOST = /(?<![\w.@-])(?:[a-z0-9-]{1,63}\.)+[a-z]{2,12}(?![\w-])/gi;

/**
 * Services for everyone that an article says attackers use: for file sharing, messages, pastes, looking up one's own address. Their
 * traffic is everybody's; a hunt needs a condition beside it.
 */
export function findPublicServices(lines: readonly Line[]): Observable[] {
  const services = publicServices();
  return lines.flatMap(({ text, plain }) => {
    if (
      !plain.includes('.') ||
      !(
        DEFANGED.test(text) ||
        /\b(?:exfiltrat|upload|download|C2|telegram|look ?up|request|queries|connect|webhook|paste)/i.test(text)
      )
    )
      return [];
    return [...plain.matchAll(HOST)].flatMap((match): Observable[] => {
      const host = match[0].toLowerCase();
      const service = services.get(host) ?? services.get(host.split('.').slice(-2).join('.'));
      if (service === undefined) return [];
      const role = roleAt(plain, match.index, match.index + host.length);
      const evidence = sentenceWith(text, match[0]);
      if (role === 'victim')
        return [{ kind: 'publicService', value: host, role, evidence, unhunted: "the victim's own" }];
      return [{ kind: 'publicService', value: host, role: 'abused', evidence }];
    });
  });
}
