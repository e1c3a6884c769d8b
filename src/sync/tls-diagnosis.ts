import { messageOf } from '../core/errors.ts';
import { type ProxyRules, proxyName } from '../core/proxy.ts';
import { readTlsChain } from '../core/tls-chain.ts';
import { type Diagnosis, doubtful, ok, wrong } from './diagnosis.ts';

/** No server was spoken to, so that no certificate is at fault (https://nodejs.org/api/errors.html#common-system-errors). */
const UNREACHED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

const SOON_DAYS = 21;
const DAY_MS = 86_400_000;

/** Who signed a server's certificate, and until when it holds. */
export async function tlsDiagnosis(
  url: string,
  ca: string | readonly string[] | undefined,
  setting: string,
  now: Date,
  rules?: ProxyRules,
): Promise<Diagnosis> {
  const proxy = rules?.proxyFor(new URL(url));
  const way = proxy ? ` through the proxy ${proxyName(proxy)}` : '';
  try {
    const { subject, issuer, validTo } = await readTlsChain(url, ca, proxy);
    const days = Math.floor((validTo.getTime() - now.getTime()) / DAY_MS);
    const told = `the certificate of ${subject}, signed by ${issuer}, holds until ${validTo.toISOString().slice(0, 10)}${way && ` (asked${way})`}`;
    return days < SOON_DAYS
      ? doubtful('TLS', `${told}: ${days} more days`, 'Renew it in time: huntsync refuses one that has expired.')
      : ok('TLS', told);
  } catch (error) {
    if (isUnreached(error)) {
      const who = proxy ? 'the proxy' : `\`${setting}\``;
      return wrong(
        'TLS',
        `no connection to ${new URL(url).origin}${way}: ${messageOf(error)}`,
        `Check ${who}, that the server runs, and that a firewall or IP allow list lets this machine through.`,
      );
    }
    return wrong(
      'TLS',
      `no verified connection to ${new URL(url).origin}${way}: ${messageOf(error)}`,
      `Check \`${setting}\`, and that \`ca\` names the authority that signed the certificate (a proxy may sign it anew).`,
    );
  }
}

function isUnreached(error: unknown): boolean {
  return error instanceof Error && UNREACHED.has(String((error as NodeJS.ErrnoException).code));
}
