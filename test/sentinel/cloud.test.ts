import { expect, test } from 'vitest';
import { isAzureAuthority } from '../../src/azure/clouds.ts';
import { silentLog } from '../../src/core/log.ts';
import { endpointsOf } from '../../src/sentinel/cloud.ts';
import { createSentinelPlatform } from '../../src/sentinel/index.ts';

test.each([
  ['public', 'https://management.azure.com', 'https://login.microsoftonline.com'],
  ['usgov', 'https://management.usgovcloudapi.net', 'https://login.microsoftonline.us'],
  ['china', 'https://management.chinacloudapi.cn', 'https://login.chinacloudapi.cn'],
] as const)('%s', (cloud, arm, authorityHost) => {
  expect(endpointsOf(cloud)).toEqual({ arm, authorityHost, scope: `${arm}/.default` });
  expect(isAzureAuthority(authorityHost)).toBe(true);
});

test('an override moves the requests, not the audience of the token', () => {
  expect(endpointsOf('usgov', 'https://127.0.0.1:8443//')).toEqual({
    arm: 'https://127.0.0.1:8443',
    authorityHost: 'https://login.microsoftonline.us',
    scope: 'https://management.usgovcloudapi.net/.default',
  });
  expect(isAzureAuthority('https://127.0.0.1:8443')).toBe(false);
});

test('a platform names its workspace, so that a reviewed plan fits no other', () => {
  const platform = createSentinelPlatform(
    {
      name: 'soc',
      kind: 'sentinel',
      subscriptionId: 'S',
      resourceGroup: 'a group',
      workspace: 'Logs',
      cloud: 'china',
      timeoutSeconds: 1,
      deadlineSeconds: 5,
      auth: 'default',
    },
    { log: silentLog, now: () => new Date() },
  );
  expect(platform.target).toBe(
    'https://management.chinacloudapi.cn/subscriptions/s/resourcegroups/a%20group/providers/microsoft.operationalinsights/workspaces/logs',
  );
  expect(platform).toMatchObject({
    kind: 'sentinel',
    queryField: 'query',
    retiredFields: { category: 'huntsync retired' },
  });
  expect(platform.requests()).toBe(0);
});
