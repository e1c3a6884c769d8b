import { describe, expect, test } from 'vitest';
import { ADDRESS_KEYS, remedyFor, type Service } from '../../src/sentinel/remedies.ts';

const SERVICES = Object.keys(ADDRESS_KEYS) as Service[];

describe('what to do about a refusal', () => {
  test.each(SERVICES)('%s: everything that other requests would share has a remedy', (service) => {
    for (const status of [300, 301, 399, 401, 403, 404]) {
      if (status === 404 && service === 'query') continue;
      expect(remedyFor(service, status, ''), String(status)).toMatch(/^[A-Z].*\.$/s);
    }
    expect(remedyFor(service, 429, '')).toMatch(/run again later/);
    expect(remedyFor(service, 403, 'ScopeLocked')).toContain('Remove the lock');
    expect(remedyFor(service, 500, '')).toBeUndefined();
    expect(remedyFor(service, 299, '')).toBeUndefined();
  });

  test('a redirect names the key of the address', () => {
    expect(remedyFor('savedSearches', 302, '')).toContain('the platform\'s "endpoint"');
    for (const service of SERVICES.filter((one) => one !== 'savedSearches')) {
      expect(remedyFor(service, 302, '')).toContain('the addresses in the platform\'s "records"');
    }
    expect(remedyFor('savedSearches', 400, '')).toBeUndefined();
  });

  test.each([
    ['SubscriptionNotFound', 'subscriptionId'],
    ['InvalidSubscriptionId', 'subscriptionId'],
    ['ResourceGroupNotFound', 'resourceGroup'],
    ['ResourceNotFound', 'workspace'],
    ['', 'workspace'],
  ])('what is missing with %j is %s', (code, key) => {
    expect(remedyFor('savedSearches', 404, code)).toBe(`Check "${key}" of the platform in the configuration.`);
  });

  test.each<[Service, number, string]>([
    ['savedSearches', 403, 'Microsoft Sentinel Contributor'],
    ['savedSearches', 409, 'policy.concurrency'],
    ['savedSearches', 429, 'policy.concurrency'],
    ['workspace', 403, 'workspaces/read'],
    ['workspace', 404, 'resourceGroup and workspace'],
    ['query', 400, 'azuredeploy.json'],
    ['query', 403, 'query/read'],
    ['query', 404, 'workspace'],
    ['ingestion', 400, 'records.streams'],
    ['ingestion', 403, 'Monitoring Metrics Publisher'],
    ['ingestion', 404, 'records.ruleId'],
    ['intelligence', 403, 'threatIntelligence: false'],
    ['intelligence', 404, 'Sentinel is enabled'],
  ])('%s %i: %s', (service, status, words) => {
    expect(remedyFor(service, status, '')).toContain(words);
  });
});
