import { articleIds, MANAGED, severityField, sources } from './shared.ts';
import type { RecordSpec } from './spec.ts';

export const indicatorSpec: RecordSpec = {
  type: 'indicators',
  key: 'indicator_id',
  description: 'One indicator of compromise, however many articles list it.',
  fields: [
    {
      name: 'indicator_id',
      type: 'string',
      description: 'UUIDv5 of its type and value.',
      example: '6fa459ea-ee8a-5ca4-894e-db77e160355e',
    },
    {
      name: 'indicator_type',
      type: 'string',
      description:
        'cve, ipv4, ipv6, domain, url, sha256, sha1, md5, email, sha512, imphash, ja3, ja3s, ja4, jarm, certificate_serial, certificate_hash or wallet.',
      example: 'domain',
    },
    {
      name: 'indicator_value',
      type: 'string',
      description: 'Refanged; in lower case but for a CVE and the path of a URL.',
      example: 'update.attacker.example',
      max: 2000,
    },
    severityField(': the highest of its articles'),
    articleIds('list it'),
    { name: 'article_count', type: 'int', description: 'How many articles list it.', example: 1 },
    {
      name: 'published',
      type: 'date',
      description: 'Day of publication of the newest of them.',
      example: '2026-05-01',
    },
    {
      name: 'valid_until',
      type: 'date',
      description:
        'Day after which it is no indicator any more, unless a later article lists it: policy.indicatorDays.',
      example: '2026-10-28',
    },
    {
      name: 'hunt_keys',
      type: 'strings',
      description: 'Hunts of these articles whose query names it.',
      example: ['0f8fad5b-d9cb-469f-a165-70867728950e:domains-of-the-campaign'],
    },
    sources,
    ...MANAGED,
  ],
};
