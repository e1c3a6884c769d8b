import { z } from 'zod';

/**
 * What the catalogue's queries have to know of a site: `environment.site`. The defaults are made-up names that stand for nobody, so
 * that every query can run, and be proved, before anything is configured.
 */

const domain = z.string().regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i, 'must be a domain such as example.com');
const network = z.union([z.cidrv4(), z.cidrv6()], { error: 'must be a network such as 192.0.2.0/24' });
const host = z.string().regex(/^[\w.-]+$/, 'must be the name of a host');
/** Nothing that could end a quoted text or stand for more than one account. */
const account = z
  .string()
  .regex(/^[\w.@+-]+\$?$/, 'must be the name of an account, without its domain and a backslash');

export const siteProfile = z.strictObject({
  /** Your own, those of your tenants at providers included; what is below them counts too. */
  domains: z.array(domain).min(1).default(['contoso.com', 'contoso.sharepoint.com']),
  /** Public addresses that your users come from: offices, VPN, proxies. */
  egressNetworks: z.array(network).min(1).default(['198.51.100.0/24']),
  /** Hosts that administrators work from, and that publish inner services by design. */
  adminHosts: z.array(host).min(1).default(['web-publish-01', 'bastion-01']),
  /** Accounts that roll out software and configuration. */
  deploymentAccounts: z
    .array(account)
    .min(1)
    .default(['svc_sccm', 'svc_monitoring', 'svc_deploy', 'svc_patching', 'svc_platform', 'terraform-deploy']),
  /** Version of the Common Information Model, for each platform that has one and does not say otherwise. */
  cimVersion: z.string().optional(),
});

export type SiteProfile = z.output<typeof siteProfile>;

export const DEFAULT_SITE: SiteProfile = siteProfile.parse({});
