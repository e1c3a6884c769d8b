import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/load.ts';
import type { Part } from '../../src/config/schema.ts';
import { ConfigError } from '../../src/core/errors.ts';
import { redact } from '../../src/core/log.ts';
import { SETTINGS } from '../support/siems.ts';

const ENDPOINT = 'url: "https://models.example/v1/chat/completions", model: m';

function load(classify: string, env: Record<string, string> = {}, offline: readonly Part[] = []) {
  const text = `sources: [{ kind: kev }]
platforms: [{ name: p, kind: splunk, url: "https://splunk.example:8089", token: "\${T}" }]
${classify}
`;
  const at = { file: 'huntsync.yaml', folder: '/tmp', env: { T: 'token-12345', ...env }, siems: SETTINGS, offline };
  return parseConfig(text, at);
}

function codes(classify: string, offline: readonly Part[] = []): string[] {
  try {
    load(classify, {}, offline);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
}

test('nothing is verified unless it is configured', () => {
  expect(load('').classify).toEqual({});
});

test('a command has limits by default', () => {
  expect(load('classify: { verifier: { command: [node, /v.mjs] } }').classify?.verifier).toEqual({
    command: ['node', '/v.mjs'],
    env: [],
    timeoutSeconds: 30,
    concurrency: 4,
    maxAsks: 200,
    budgetSeconds: 300,
  });
});

test('the key of an endpoint comes from outside the file, and is never shown', () => {
  const key = 'key-of-the-model-8842';
  const { classify } = load(`classify: { verifier: { ${ENDPOINT}, apiKey: "\${KEY}" } }`, { KEY: key });
  expect(classify?.verifier).toMatchObject({ apiKey: key });
  expect(redact(`Bearer ${key}`)).toBe('Bearer [secret]');
  expect(codes(`classify: { verifier: { ${ENDPOINT}, apiKey: inline-8842 } }`)).toContain('inline-secret');
  expect(codes(`classify: { verifier: { ${ENDPOINT}, apiKey: "\${KEY}" } }`)).toContain('missing-variable');
  expect(codes(`classify: { verifier: { ${ENDPOINT}, apiKey: "\${KEY}" } }`, ['sources', 'platforms'])).toEqual([]);
});

test.each(['{ command: [] }', '{ url: "ftp://a.example/", model: m }', '{ command: [a], model: m }', '{ model: m }'])(
  '%s is a problem',
  (verifier) => {
    expect(codes(`classify: { verifier: ${verifier} }`)).not.toEqual([]);
  },
);
