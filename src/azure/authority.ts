/**
 * Microsoft Entra's sign-in hosts, by cloud (https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud).
 */
export const AUTHORITIES = {
  public: 'https://login.microsoftonline.com',
  usgov: 'https://login.microsoftonline.us',
  china: 'https://login.chinacloudapi.cn',
} as const;

/** Whether a sign-in host is one of Azure's own; authority validation works for no other. */
export function isAzureAuthority(host: string): boolean {
  return Object.values<string>(AUTHORITIES).includes(host.replace(/\/+$/, ''));
}
