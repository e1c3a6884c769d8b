import { dataset, type EventDefinition, solutionTable, workspaceTable } from './event.ts';

/** What applications in the cloud report of their use and administration. */
export const APPLICATION_EVENTS = {
  oktaEvent: {
    what: "An event of Okta's system log.",
    cim: dataset('Change.All_Changes'),
    tables: workspaceTable('OktaSystemLogs'),
    fields: {
      operation: { cim: 'command', tables: 'EventOriginalType' },
      user: { cim: 'user', tables: 'ActorUsername' },
      address: { cim: 'src', tables: 'SrcIpAddr' },
      userAgent: { cim: 'user_agent', tables: 'HttpUserAgent' },
      object: { cim: 'object', tables: { name: 'OriginalTarget', form: 'bag' } },
      details: { cim: 'object_attrs', tables: { name: 'DebugData', form: 'bag' } },
      result: { cim: 'result', tables: 'EventResult' },
      country: { tables: 'SrcGeoCountry' },
      product: { cim: 'vendor_product' },
    },
  },
  googleEvent: {
    // The add-on maps some of the applications' reports to CIM, each to another dataset.
    what: 'An event of an audit log of Google Workspace.',
    tables: workspaceTable('GoogleWorkspaceReports'),
    fields: {
      application: { tables: 'IdApplicationName' },
      operation: { tables: 'EventName' },
      user: { tables: 'ActorEmail' },
      address: { tables: 'SrcIpAddr' },
      app: { tables: 'AppName' },
      clientId: { tables: 'ClientId' },
      scope: { tables: 'Scope' },
      parameters: { tables: { name: 'EventParameters', form: 'bag' } },
    },
  },
  salesforceEvent: {
    what: "An event of Salesforce's event log files.",
    tables: solutionTable('SalesforceServiceCloudV2_CL', 'Salesforce Service Cloud'),
    fields: {
      operation: { tables: 'EventType' },
      user: { tables: 'UserName' },
      userId: { tables: 'UserId' },
      address: { tables: 'ClientIp' },
      client: { tables: 'ClientName' },
      entity: { tables: 'EntityName' },
      rows: { tables: 'RowsProcessed' },
      userAgent: { tables: 'UserAgent' },
    },
  },
  salesforceSignIn: {
    what: 'Somebody, or an application for somebody, signed in to Salesforce.',
    tables: workspaceTable('SalesforceLoginHistory'),
    fields: {
      user: { tables: 'UserId' },
      application: { tables: 'Application' },
      kind: { tables: 'LoginType' },
      address: { tables: 'SourceIp' },
      country: { tables: 'CountryIso' },
      result: { tables: 'Status' },
    },
  },
  warehouseQuery: {
    what: 'A statement was run in Snowflake.',
    tables: solutionTable('SnowflakeQueryV3_CL', 'Snowflake'),
    fields: {
      user: { tables: 'UserName' },
      role: { tables: 'RoleName' },
      operation: { tables: 'QueryType' },
      statement: { tables: 'QueryText' },
      result: { tables: 'ExecutionStatus' },
      rows: { tables: 'RowsUnloaded' },
      database: { tables: 'DatabaseName' },
      session: { tables: 'SessionId' },
    },
  },
  repositoryEvent: {
    what: "An event of GitHub's audit log.",
    tables: solutionTable('GitHubAuditLogsV3_CL', 'GitHub'),
    fields: {
      operation: { tables: 'Action' },
      user: { tables: 'Actor' },
      address: { tables: 'ActorIp' },
      country: { tables: 'CountryCode' },
      organization: { tables: 'Org' },
      repository: { tables: 'Repo' },
      visibility: { tables: 'Visibility' },
      previousVisibility: { tables: 'PreviousVisibility' },
      userAgent: { tables: 'UserAgent' },
      tokenKind: { tables: 'ProgrammaticAccessType' },
    },
  },
  graphRequest: {
    // CIM has no dataset of calls to an interface that change nothing.
    what: 'A request to Microsoft Graph.',
    tables: workspaceTable('MicrosoftGraphActivityLogs'),
    fields: {
      userId: { tables: 'UserId' },
      servicePrincipal: { tables: 'ServicePrincipalId' },
      appId: { tables: 'AppId' },
      address: { tables: 'IPAddress' },
      userAgent: { tables: 'UserAgent' },
      method: { tables: 'RequestMethod' },
      url: { tables: 'RequestUri' },
      status: { tables: 'ResponseStatusCode' },
    },
  },
} as const satisfies Readonly<Record<string, EventDefinition>>;
