import { KnownMonitorAudience } from '@azure/monitor-ingestion';
import { expect, test } from 'vitest';
import { recordEndpointsOf } from '../../src/sentinel/cloud.ts';

test.each([
  ['public', 'https://api.loganalytics.io', KnownMonitorAudience.AzurePublicCloud, 'https://api.ti.sentinel.azure.com'],
  ['usgov', 'https://api.loganalytics.us', KnownMonitorAudience.AzureGovernment, null],
  ['china', 'https://api.loganalytics.azure.cn', KnownMonitorAudience.AzureChina, null],
] as const)('%s', (cloud, query, ingestionAudience, intelligence) => {
  expect(recordEndpointsOf(cloud)).toEqual({ query, queryScope: `${query}/.default`, ingestionAudience, intelligence });
});

test('an override moves the requests, not the audience', () => {
  const overrides = { query: 'https://127.0.0.1:8443/v1/', intelligence: 'https://127.0.0.1:8443/' };
  expect(recordEndpointsOf('usgov', overrides)).toEqual({
    query: 'https://127.0.0.1:8443',
    queryScope: 'https://api.loganalytics.us/.default',
    ingestionAudience: 'https://monitor.azure.us',
    intelligence: 'https://127.0.0.1:8443',
  });
});
