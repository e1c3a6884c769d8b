import { COMMON_SERVICES, SPACED_PARTS } from './common.ts';
import { type Line, type NamedThing, sentenceWith } from './text.ts';

const HIVE =
  'HKLM|HKCU|HKCR|HKU|HKCC|HKEY_LOCAL_MACHINE|HKEY_CURRENT_USER|HKEY_CLASSES_ROOT|HKEY_USERS|HKEY_CURRENT_CONFIG';
const PART = `(?:${SPACED_PARTS.join('|')}|<[^<>\\\\\\n]{1,40}>|[^\\s\\\\:"<>|,;'\`()\\[\\]]{1,120})`;
const KEY = new RegExp(`\\b(?:${HIVE}):?(?:\\\\{1,2}${PART}){2,20}`, 'gi');
const QUOTED_KEY = new RegExp(`["\`]((?:${HIVE}):?\\\\{1,2}[^"\`\\n]{4,240})["\`]`, 'gi');

/** Keys that every machine has and many programs write to; a value's name below one is worth a hunt, the key alone is not. */
const COMMON_KEY =
  /^\\(?:software|system|currentversion|.*\\(?:run|runonce|runservices|runonceex|winlogon|policies|explorer|shell folders|user shell folders|services|lsa|security packages|image file execution options|internet settings|session manager|uninstall|windows defender|exclusions|real-time protection|app paths|environment|terminal server|clsid|inprocserver32|shell\\open\\command|currentversion|windows|microsoft|classes|winrs|parameters|control|controlset001|currentcontrolset|cryptography|machineguid))$/i;

/** Registry keys of the article, without their hive: what a hive is called differs between sensors. */
export function findKeys(lines: readonly Line[]): NamedThing[] {
  return lines.flatMap(({ text, plain }) => {
    if (!/HK/i.test(plain)) return [];
    const quoted = [...plain.matchAll(QUOTED_KEY)].map(([, key = '']) => key);
    const bare = [...plain.matchAll(KEY)].map(([key]) => key).filter((key) => !quoted.some((q) => q.startsWith(key)));
    return [...quoted, ...bare].flatMap((key) => {
      const value = keyOf(key);
      return value === null ? [] : [{ value, evidence: sentenceWith(text, key) }];
    });
  });
}

function keyOf(key: string): string | null {
  const path = key
    .replace(/\\+/g, '\\')
    .replace(/[.,:;!?\\]+$/, '')
    .replace(/^[A-Za-z_]+:?/, '')
    // A user's SID, a control set's number and a placeholder differ from machine to machine.
    .replace(/^\\S-1-5-[\d-]+(?=\\)/i, '')
    .replace(/^\\SYSTEM\\(?:CurrentControlSet|ControlSet\d{3})(?=\\Services\\)/i, '')
    .replace(/\\?<.*$/, '');
  const parts = path.split('\\').length - 1;
  return parts >= 2 && path.length >= 12 && !COMMON_KEY.test(path) ? path : null;
}

const SERVICE = [
  /\bsc(?:\.exe)?\s+create\s+"?([\w.$-]{3,60})/gi,
  /\bNew-Service\s+(?:-Name\s+)?["']?([\w.$-]{3,60})/gi,
  /\bservice\s+(?:is\s+|was\s+)?(?:named|called|with the name)\s+["'`]?([\w.$-]{3,60})/gi,
  /\b(?:Windows|malicious|new)\s+service,?\s+["'`]([\w.$ -]{3,60})["'`]/gi,
  // `installs the service KestrelUpd`: a name that is no ordinary word. What people subscribe to is not installed so.
  /\b(?:install|creat|register|add)\w*\s+(?:an?\s+|the\s+|its\s+)?(?:(?:new|Windows|malicious|persistent)\s+)?service\s+["'`]?((?=[\w.$-]*(?:[a-z][A-Z]|\d|[_$]))[A-Za-z][\w.$-]{3,59})\b/g,
] as const;
/** A word that follows "service called" in ordinary prose. */
const PLAIN_WORD = /^[a-z]+$/;

/** Names of services that the article says are created. */
export function findServices(lines: readonly Line[]): NamedThing[] {
  return lines.flatMap(({ text, plain }) =>
    (/service|\bsc\b|\bsc\.exe/i.test(plain) ? SERVICE : []).flatMap((pattern, n) =>
      [...plain.matchAll(pattern)].flatMap(([, name = '']) => {
        const value = name.trim().replace(/[.-]+$/, '');
        const said =
          n === 2 && PLAIN_WORD.test(value) && !plain.includes(`"${value}"`) && !plain.includes(`\`${value}\``);
        if (value.length < 3 || said || COMMON_SERVICES.has(value.toLowerCase())) return [];
        return [{ value, evidence: sentenceWith(text, value) }];
      }),
    ),
  );
}

const MUTEX = /\bmutex(?:es)?\b[^"'`\n]{0,60}["'`]([^"'`\n]{6,80})["'`]/gi;
/** Not the folder of that name. */
const GLOBAL = /(?<![\w\\%])(?:Global|Local)\\{1,2}([\w{}.$-]{6,80})/g;
const NAMED_MUTEX =
  /\bmutex(?:es)?\b(?:\s+(?:named|called|name|is|object))*[:\s]+((?=[\w{}.$-]*[\d_{-])[\w{}.$-]{8,80})/gi;

/** Names of mutexes, without their namespace. */
export function findMutexes(lines: readonly Line[]): NamedThing[] {
  return lines.flatMap(({ text, plain }) => {
    if (!/mutex|Global\\|Local\\/i.test(plain)) return [];
    const found = [GLOBAL, MUTEX, NAMED_MUTEX].flatMap((pattern) => [...plain.matchAll(pattern)]);
    return found.map(([, name = '']) => {
      const value = name.replace(/^(?:Global|Local)\\+/, '').replace(/[.,]+$/, '');
      return { value, evidence: sentenceWith(text, value) };
    });
  });
}
