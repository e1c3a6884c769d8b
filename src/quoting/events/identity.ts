import { dataset, type EventDefinition, property, workspaceTable } from './event.ts';

const SIGN_IN = {
  user: { cim: 'user', tables: 'UserPrincipalName' },
  result: { cim: 'action', values: { success: { cim: 'success' }, failure: { cim: 'failure' } } },
  /** `0` where it succeeded. */
  resultCode: { tables: 'ResultType' },
  address: { cim: 'src', tables: 'IPAddress' },
  app: { cim: 'app', tables: 'AppDisplayName' },
  appId: { tables: 'AppId' },
  resource: { tables: 'ResourceDisplayName' },
  userAgent: { cim: 'user_agent', tables: 'UserAgent' },
  method: { cim: 'authentication_method', tables: 'AuthenticationProtocol' },
  requirement: { tables: 'AuthenticationRequirement' },
  reason: { cim: 'reason', tables: 'ResultDescription' },
  country: { tables: 'Location' },
  network: { tables: 'AutonomousSystemNumber' },
  session: { tables: 'SessionId' },
  correlation: { tables: 'CorrelationId' },
  signature: { cim: 'signature' },
} as const;

/** What identity providers and directories report. */
export const IDENTITY_EVENTS = {
  signIn: {
    what: 'Somebody signed in to a cloud tenant, or tried to.',
    cim: dataset('Authentication.Authentication'),
    tables: workspaceTable('SigninLogs'),
    fields: { ...SIGN_IN, risk: { tables: 'RiskLevelDuringSignIn' }, clientApp: { tables: 'ClientAppUsed' } },
  },
  tokenSignIn: {
    what: 'A client signed in with a token of its user, who had nothing to do.',
    cim: dataset('Authentication.Authentication'),
    tables: workspaceTable('AADNonInteractiveUserSignInLogs'),
    fields: { ...SIGN_IN, risk: { tables: 'RiskLevelDuringSignIn' }, clientApp: { tables: 'ClientAppUsed' } },
  },
  appSignIn: {
    // In CIM the same as any other sign-in.
    what: 'An application signed in to a cloud tenant as itself.',
    tables: workspaceTable('AADServicePrincipalSignInLogs'),
    fields: {
      app: { tables: 'ServicePrincipalName' },
      appId: { tables: 'AppId' },
      address: { tables: 'IPAddress' },
      resultCode: { tables: 'ResultType' },
      resource: { tables: 'ResourceDisplayName' },
      userAgent: { tables: 'UserAgent' },
      network: { tables: 'AutonomousSystemNumber' },
      country: { tables: 'Location' },
    },
  },
  windowsSecurity: {
    what: "An event of Windows' security log, such as 4769 (a service ticket was asked for).",
    cim: dataset('Authentication.Authentication'),
    tables: workspaceTable('SecurityEvent'),
    fields: {
      eventId: { cim: 'signature_id', tables: 'EventID' },
      device: { cim: 'dest', tables: 'Computer' },
      user: { cim: 'user', tables: 'TargetUserName' },
      actor: { cim: 'src_user', tables: 'SubjectUserName' },
      address: { cim: 'src', tables: 'IpAddress' },
      service: { tables: 'ServiceName' },
      status: { tables: 'Status' },
      logonType: { tables: 'LogonType' },
      program: { tables: 'ProcessName' },
      newProgram: { tables: 'NewProcessName' },
      commandLine: { tables: 'CommandLine' },
      properties: { tables: 'Properties' },
      /** The event's own fields that have no column, as XML. */
      data: { tables: 'EventData' },
    },
  },
  directoryChange: {
    what: 'Something was changed in a cloud directory.',
    cim: dataset('Change.All_Changes'),
    tables: workspaceTable('AuditLogs'),
    fields: {
      operation: { cim: 'command', tables: 'OperationName' },
      user: { cim: 'user', tables: property('InitiatedBy', 'user.userPrincipalName') },
      actorApp: { tables: property('InitiatedBy', 'app.displayName') },
      address: { cim: 'src', tables: property('InitiatedBy', 'user.ipAddress') },
      object: { cim: 'object', tables: { name: 'TargetResources', form: 'bag' } },
      details: { cim: 'object_attrs', tables: { name: 'AdditionalDetails', form: 'bag' } },
      category: { tables: 'Category' },
      result: { cim: 'result', tables: 'Result' },
      product: { cim: 'vendor_product' },
      correlation: { tables: 'CorrelationId' },
    },
  },
  directoryService: {
    what: 'A domain controller did something that is rarely asked for, such as replicating.',
    tables: workspaceTable('IdentityDirectoryEvents'),
    fields: {
      activity: { tables: 'ActionType' },
      user: { tables: 'AccountName' },
      domain: { tables: 'AccountDomain' },
      device: { tables: 'DeviceName' },
      address: { tables: 'IPAddress' },
      destination: { tables: 'DestinationDeviceName' },
      target: { tables: 'TargetAccountUpn' },
    },
  },
} as const satisfies Readonly<Record<string, EventDefinition>>;
