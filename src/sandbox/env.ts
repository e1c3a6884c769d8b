import type { Sandbox } from './index.ts';

/** What `config/sandbox.yaml` takes from the environment. */
export function sandboxEnv({ splunk, azure, graph, ca }: Sandbox): Record<string, string> {
  return {
    SANDBOX_SPLUNK_URL: splunk.url,
    SANDBOX_SPLUNK_TOKEN: splunk.token,
    SANDBOX_HEC_TOKEN: splunk.hecToken,
    SANDBOX_AZURE_URL: azure.url,
    SANDBOX_AZURE_TOKEN: azure.token,
    SANDBOX_SUBSCRIPTION: azure.subscriptionId,
    SANDBOX_RESOURCE_GROUP: azure.resourceGroup,
    SANDBOX_WORKSPACE: azure.workspace,
    SANDBOX_RULE_ID: azure.ruleId,
    SANDBOX_GRAPH_URL: graph.url,
    SANDBOX_GRAPH_TOKEN: graph.token,
    SANDBOX_CA: ca.path,
  };
}
