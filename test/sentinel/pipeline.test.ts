import { createPipelineRequest, RestError } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';
import { moreRetries, systemSleep } from '../../src/sentinel/pipeline.ts';

const REQUEST = createPipelineRequest({ url: 'https://management.example/' });

/** Sends through the policy to a network that always fails so; `tries` counts what left. */
async function sendTo(code: string) {
  const waits: number[] = [];
  let tries = 0;
  const policy = moreRetries(async (ms) => {
    waits.push(ms);
  });
  const error = await policy
    .sendRequest(REQUEST, async () => {
      tries += 1;
      throw new RestError(`getaddrinfo ${code}`, { code });
    })
    .catch((reason: unknown) => reason);
  return { waits, tries, error };
}

test.each(['EAI_AGAIN', 'EPIPE'])('%s, which the library takes as final, is tried four times', async (code) => {
  const { waits, tries, error } = await sendTo(code);
  expect({ waits, tries }).toEqual({ waits: [500, 1000, 2000], tries: 4 });
  expect(error).toMatchObject({ code });
});

test.each(['ECONNRESET', 'CERT_HAS_EXPIRED'])('%s is left to the library', async (code) => {
  expect(await sendTo(code)).toMatchObject({ waits: [], tries: 1 });
});

test('a sleep ends when its signal does', async () => {
  await expect(systemSleep(60_000, AbortSignal.timeout(5))).rejects.toMatchObject({ name: 'AbortError' });
  await systemSleep(1);
});
