import { readFileSync } from 'node:fs';
import type { ArmTemplate } from '../../support/arm.ts';
import { type ArmResource, createArm, type Deployment } from '../../support/arm.ts';

export const at = (path: string): URL => new URL(`../../../sentinel/${path}`, import.meta.url);

export const read = (path: string): string => readFileSync(at(path), 'utf8');

export const readTemplate = (): ArmTemplate => JSON.parse(read('azuredeploy.json')) as ArmTemplate;

/** The values of the parameters file. */
export function readParameters(): Record<string, unknown> {
  const { parameters } = JSON.parse(read('azuredeploy.parameters.json')) as {
    parameters: Record<string, { value: unknown }>;
  };
  return Object.fromEntries(Object.entries(parameters).map(([name, { value }]) => [name, value]));
}

export const PRINCIPAL = '5f2c1f0a-8f3b-4d0e-9a51-0c7d5b8f2e11';
export const SUBSCRIPTION = '3a9d1f1e-6f0c-4b53-8f3e-2f1d6f4f9c10';

/** The template with the values of the parameters file and these. */
export function deploy(parameters: Readonly<Record<string, unknown>> = {}, reference?: Deployment['reference']) {
  return createArm(readTemplate(), {
    subscriptionId: SUBSCRIPTION,
    resourceGroup: 'soc',
    location: 'westeurope',
    parameters: { ...readParameters(), ...parameters },
    ...(reference ? { reference } : {}),
  });
}

/** What it makes for an identity that is given roles: everything there is. */
export const deployed = (): ArmResource[] => deploy({ principalId: PRINCIPAL }).resources();

export const ofType = (type: string): ArmResource[] => deployed().filter((resource) => resource.type === type);
