import { describe, expect, test } from 'vitest';
import { configSchema, defaultEnvironment, siteOf } from '../../src/config/schema.ts';
import { DEFAULT_SITE, siteProfile } from '../../src/config/site.ts';
import { SIEMS } from '../../src/siems.ts';

const settings = await Promise.all(SIEMS.map((siem) => siem.settings()));
const read = (environment: object) =>
  configSchema(settings, ['sources', 'platforms']).parse({ sources: [], platforms: [], environment }).environment;

describe('environment.site', () => {
  test('has made-up names by default', () => {
    expect(siteOf(defaultEnvironment(settings))).toEqual(DEFAULT_SITE);
    expect(siteOf({})).toEqual(DEFAULT_SITE);
    expect(siteOf(read({ site: { domains: ['corp.example'] } }))).toEqual({
      ...DEFAULT_SITE,
      domains: ['corp.example'],
    });
  });

  test('its version of the Common Information Model holds unless a platform’s own is told', () => {
    expect(read({ site: { cimVersion: '8.5.0' } })['splunk']).toMatchObject({ cimVersion: '8.5.0', macros: [] });
    const both = { site: { cimVersion: '8.5.0' }, splunk: { cimVersion: '6.0.0', macros: ['x'] } };
    expect(read(both)['splunk']).toMatchObject({ cimVersion: '6.0.0', macros: ['x'] });
    expect(read({})['splunk']).toMatchObject({ cimVersion: '4.20.0' });
    expect(() => read({ site: { cimVersion: 'new' } })).toThrow('8.5.0');
  });

  test.each([
    { domains: ['https://corp.example'] },
    { domains: ['corp.example" OR 1=1'] },
    { domains: [] },
    { egressNetworks: ['198.51.100.0'] },
    { egressNetworks: ['office'] },
    { adminHosts: ['a b'] },
    { deploymentAccounts: ['CORP\\svc'] },
    { deploymentAccounts: ['*'] },
    { deploymentAccounts: ['a"b'] },
    { owners: ['x'] },
  ])('refuses %o', (profile) => {
    expect(siteProfile.safeParse(profile).success).toBe(false);
  });
});
