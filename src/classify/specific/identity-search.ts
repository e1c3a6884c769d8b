import type { Indicator } from '../../briefing/article.ts';
import type { QueryLanguage } from '../../quoting/languages.ts';
import { all, any, where } from '../../quoting/search.ts';
import { huntedValues, type Observable } from '../observables/observable.ts';
import type { HuntPart } from './behaviour.ts';
import { quotableIn, typedValues } from './values.ts';

/** The code of a sign-in that succeeded. */
const SUCCESS = ['0'];

/**
 * What shows in sign-ins, directories and clouds: applications, users that attackers made, user agents, networks. A call to a cloud is
 * everybody's: it counts beside a user, an address or a user agent of the article's. From a network only sign-ins that succeed do.
 */
export function identityParts(
  observables: readonly Observable[],
  indicators: readonly Indicator[],
  languages: readonly QueryLanguage[],
): HuntPart[] {
  const writable = (values: readonly string[]) => quotableIn(values, languages);
  const seen = (...kinds: Parameters<typeof huntedValues>[1][]) => writable(huntedValues(observables, ...kinds));
  const apps = seen('oauthApp');
  const ids = apps.filter((app) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(app));
  const names = apps.filter((app) => !ids.includes(app));
  const agents = seen('userAgent');
  const users = seen('cloudUser');
  const networks = seen('network');
  // Addresses alone are the network hunt's.
  const addresses = users.length + agents.length + apps.length === 0 ? [] : typedValues(indicators, 'ipv4', 'ipv6');
  const calls = seen('cloudCall');
  return [
    {
      event: 'signIn',
      where: any(
        where('appId', 'is', ids),
        where('app', 'is', names),
        where('userAgent', 'contains', agents),
        where('user', 'is', users),
        all(where('network', 'is', networks), where('resultCode', 'is', SUCCESS)),
      ),
      by: ['user', 'app'],
      show: ['address', 'userAgent', 'country', 'network', 'resultCode', 'reason'],
    },
    {
      event: 'tokenSignIn',
      where: any(
        where('appId', 'is', ids),
        where('userAgent', 'contains', agents),
        all(where('network', 'is', networks), where('resultCode', 'is', SUCCESS)),
      ),
      by: ['user', 'app'],
      show: ['address', 'userAgent', 'country', 'network', 'resultCode', 'reason'],
    },
    {
      event: 'appSignIn',
      where: any(where('appId', 'is', ids), where('app', 'is', names)),
      by: ['app', 'appId'],
      show: ['address', 'userAgent', 'country', 'network', 'resultCode'],
    },
    {
      event: 'directoryChange',
      where: where('object', 'contains', [...ids, ...names]),
      by: ['operation', 'user'],
      show: ['object', 'address', 'result', 'actorApp'],
    },
    {
      event: 'appCall',
      where: any(where('details', 'contains', ids), where('userAgent', 'contains', agents)),
      by: ['operation', 'user'],
      show: ['address', 'userAgent', 'object', 'country'],
    },
    {
      event: 'officeCall',
      where: where('userAgent', 'contains', agents),
      by: ['operation', 'user'],
      show: ['address', 'object', 'userAgent'],
    },
    {
      event: 'awsCall',
      where: any(
        where('user', 'is', users),
        where('object', 'contains', users),
        all(
          where('operation', 'is', calls),
          any(where('user', 'is', users), where('address', 'is', addresses), where('userAgent', 'contains', agents)),
        ),
      ),
      by: ['operation', 'user'],
      show: ['address', 'userAgent', 'object', 'account', 'region', 'error'],
    },
  ];
}
