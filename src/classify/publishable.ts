import type { Indicator } from '../briefing/article.ts';
import { findHashes } from './hashes.ts';
import { indicatorDomain } from './hosts.ts';
import { isMailbox, ofUrl } from './network.ts';
import { publicAddress } from './platforms.ts';
import { findUrls } from './urls.ts';

/** How a briefing's bullets stand: whatever is listed was defanged by whoever wrote them, with or without a thought. */
const LISTED = { defanged: true, inUrl: false, publisher: null };

/**
 * Scripts and archives that briefings list as domains: of two labels, and of endings below which few names are rented. Country
 * codes of as many meanings (`.pl`, `.rs`, `.md`) are believed to be names.
 */
const SCRIPT = /^[^.]+\.(?:sh|py|zip|ps|java)$/i;

/**
 * True for an indicator that may be published as a threat: one that the classifier would take from a text, too. Briefings also
 * list what an attack merely touches: well-known platforms, reserved names and addresses, public suffixes, names of files,
 * hashes of nothing. A page on a platform is a threat, the platform is not. A CVE is always true.
 */
export function isPublishable({ type, value }: Indicator): boolean {
  switch (type) {
    case 'cve':
      return true;
    case 'domain':
      return !SCRIPT.test(value) && indicatorDomain(value, LISTED) !== null;
    case 'ipv4':
    case 'ipv6':
      return publicAddress(value)?.type === type;
    case 'url': {
      // Whatever the scheme (`ldap:`), it is the host and the path that decide.
      const [url] = findUrls(value.replace(/^[a-z][a-z0-9+.-]*:/i, 'http:'));
      return url !== undefined && ofUrl({ ...url, defanged: true }, null).length > 0;
    }
    case 'email': {
      const at = value.lastIndexOf('@');
      return isMailbox(value.slice(0, at), value.slice(at + 1), true);
    }
    case 'md5':
    case 'sha1':
    case 'sha256':
    case 'sha512':
      return findHashes(value).some((hash) => hash.type === type);
    default:
      // Fingerprints, serials and wallets have no form that says whose they are.
      return /^[0-9A-Za-z_]{6,128}$/.test(value) && new Set(value).size > 2;
  }
}
