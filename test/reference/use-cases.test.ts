import { describe, expect, it } from 'vitest';
import { committed, committedJson, generator } from './generator.ts';

interface Generator {
  factsOfUseCases(texts: readonly string[]): object;
  generateUseCases(facts: object): string;
}

const { factsOfUseCases, generateUseCases } = await generator<Generator>('use-cases.generate.mjs');

/** Made up, in the shape that use_cases/SCHEMA.md of the producer describes. */
const useCase = (id: string) => `# Schema: see use_cases/SCHEMA.md
id: ${id}
title: Birds leave the nest
kill_chain: c2
confidence: Medium
description: |-
  Not taken: text.
implementations:
- splunk
mitre_attack:
- id: T1071.004
  name: DNS
- id: T1071.001
  name: 'Web Protocols: also with a colon'
splunk_spl: "| not taken"
`;

describe('use-cases.generate.mjs', () => {
  it('takes phase, confidence and techniques out of the producer’s files, and leaves two families out', () => {
    const facts = factsOfUseCases(['UC_NEST', 'UC_DDOG_NEST', 'UC_WEEKLY_NEST', 'UC_EGG'].map(useCase));
    expect(generateUseCases({ ...facts, source: 'made up' })).toBe(`{
 "source": "made up",
 "useCases": {
  "UC_EGG": {"phase": "c2", "confidence": "Medium", "techniques": ["T1071.001", "T1071.004"]},
  "UC_NEST": {"phase": "c2", "confidence": "Medium", "techniques": ["T1071.001", "T1071.004"]}
 }
}
`);
  });

  it('makes the committed file of its own facts', () => {
    expect(generateUseCases(committedJson('use-cases.json'))).toBe(committed('use-cases.json'));
    expect(factsOfUseCases([])).toEqual({ source: committedJson('use-cases.json').source, useCases: {} });
  });
});
