import { domainToASCII } from 'node:url';
import { deferred } from '../core/deferred.ts';
import { isPlatformDomain, isReservedDomain } from './platforms.ts';

/** The list of all public suffixes: a run of nothing but briefings asks for none. */
const tldts = deferred<typeof import('tldts')>('tldts');

/** Names outside the public DNS; accepted only where the author defanged them. */
const OTHER_ROOTS = new Set(['i2p', 'bit', 'bazar', 'lib', 'emc', 'coin']);

/** Public suffixes that are better known as file endings: install.sh, setup.py, archive.zip, id_rsa.pub, multi-user.target. */
const FILE_ENDINGS = new Set(
  'am bz cab cat data doc docs inc java lock map md mo mov name pl pm ps pub py rs sh so st target tf vi zip'.split(
    ' ',
  ),
);

/** What scripts are called: believed to be a file even where the dot is defanged. */
const FILE_NAMES =
  /^(?:install|uninstall|setup|update|upgrade|run|start|stop|build|deploy|init|index|main|payload|script|test|readme|changelog|config|loader|dropper|backdoor|malware|shell|(?:pre|post)?install|bootstrap|cleanup|entrypoint)$/;

/** Names of programming: java.net, System.Net, com.example.app, ASP.NET, socket.io. */
const CODE =
  /^(?:com|org|net|io|java|javax|android|system|microsoft|windows?|document|this|self|os|sys|process|console|module|exports|require|object|string|math|json|asp|vb|ado|ml|socket|draw|crates)\./;

/** How a name was written, which decides whether it is accepted. */
export interface Spelling {
  readonly defanged: boolean;
  /** After a scheme: no file name. */
  readonly inUrl: boolean;
  /** The registrable domain of the publisher, which is no indicator of its own articles. */
  readonly publisher: string | null;
}

/**
 * The normal form (lower case, punycode) of a name that may be an indicator, or null: unknown public suffix, reserved name,
 * well-known platform, file name, name of a programming language's library.
 */
export function indicatorDomain(name: string, written: Spelling): string | null {
  const domain = normalDomain(name, written.defanged);
  if (!domain || isPlatformDomain(domain) || isReservedDomain(domain)) return null;
  if (written.publisher !== null && registrable(domain) === written.publisher && !isPlatformDomain(written.publisher))
    return null;
  return looksLikeFile(name, domain, written) ? null : domain;
}

/** Lower-case ASCII form of a name under a public suffix of ICANN's (a bare suffix is none), else null. */
export function normalDomain(name: string, defanged: boolean): string | null {
  if (name.length > 253 || !name.includes('.')) return null;
  const ascii = /^[\w.-]+$/.test(name) ? name.toLowerCase() : domainToASCII(name);
  const { domain, isIcann, isIp, publicSuffix } = tldts().parse(ascii, { allowPrivateDomains: false });
  if (isIp || !domain || !publicSuffix || /^\d+$/.test(publicSuffix)) return null;
  return isIcann || (defanged && OTHER_ROOTS.has(publicSuffix)) ? ascii : null;
}

/** The registrable part of a name or address (`blog.example.co.uk`: `example.co.uk`), null where it has none. */
export function registrable(nameOrUrl: string): string | null {
  return tldts().parse(nameOrUrl, { allowPrivateDomains: true }).domain;
}

function looksLikeFile(name: string, domain: string, { defanged, inUrl }: Spelling): boolean {
  if (inUrl) return false;
  const labels = domain.split('.');
  const ending = labels.at(-1) ?? '';
  if (defanged) return labels.length === 2 && FILE_ENDINGS.has(ending) && FILE_NAMES.test(labels[0] ?? '');
  if (FILE_ENDINGS.has(ending) || CODE.test(domain)) return true;
  // Lists give domains in one case: System.Net, Booking.Com and Process.Start are names of something else.
  return name !== name.toLowerCase() && name !== name.toUpperCase();
}
