import { Agent } from 'node:http';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { createHttpsAgent } from '../core/https-agent.ts';
import type { ProxyRules } from '../core/proxy.ts';

type HttpsAgent = ReturnType<typeof createHttpsAgent>;

/**
 * Sends each request through the proxy that is meant for its address, or straight, verified with our authorities both ways. The
 * library's own policy reads the environment and drops the authorities where it finds a proxy; it leaves an agent as it is
 * (`proxyPolicy.ts`, https://github.com/Azure/azure-sdk-for-js/tree/main/sdk/core/ts-http-runtime/src/policies).
 */
export function createAzureRoute(rules: ProxyRules, ca: readonly string[] | undefined): PipelinePolicy {
  const agents = new Map<string, HttpsAgent>();
  // Only a machine's own identity service is asked without TLS, and no proxy can answer for that.
  const plain = new Agent();
  return {
    name: 'huntsyncRoute',
    sendRequest(request, next) {
      const url = new URL(request.url);
      request.agent = url.protocol === 'https:' ? agentFor(rules.proxyFor(url)) : plain;
      return next(request);
    },
  };

  function agentFor(proxy: URL | undefined): HttpsAgent {
    const key = proxy?.href ?? '';
    const agent = agents.get(key) ?? createHttpsAgent({ ca }, proxy);
    agents.set(key, agent);
    return agent;
  }
}
