import type { IdentityEndpoint } from './identity.ts';
/** Placeholder until the rounds run. */
export async function playMatrix(_: IdentityEndpoint, __: (line: string) => void): Promise<boolean> {
  return false;
}
