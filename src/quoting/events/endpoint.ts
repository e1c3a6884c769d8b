import {
  dataset,
  type EventDefinition,
  INITIATOR,
  newer,
  property,
  UNSEEN_INITIATOR,
  workspaceTable,
} from './event.ts';

const FILE_HASHES = {
  sha256: { cim: { name: 'file_hash', form: 'list' }, tables: 'SHA256' },
  sha1: { cim: { name: 'file_hash', form: 'list' }, tables: 'SHA1' },
  md5: { cim: { name: 'file_hash', form: 'list' }, tables: 'MD5' },
  /** SHA-512, the hash of imports: what has no column of its own. */
  otherHash: { cim: { name: 'file_hash', form: 'list' } },
} as const;

const FILE_FIELDS = {
  device: { cim: 'dest', tables: 'DeviceName' },
  activity: {
    cim: 'action',
    tables: 'ActionType',
    values: {
      created: { cim: 'created', tables: 'FileCreated' },
      modified: { cim: 'modified', tables: 'FileModified' },
      // CIM has no word for it.
      renamed: { cim: 'modified', tables: 'FileRenamed' },
      deleted: { cim: 'deleted', tables: 'FileDeleted' },
      read: { cim: 'read' },
    },
  },
  name: { cim: 'file_name', tables: 'FileName' },
  path: { cim: 'file_path', tables: 'FolderPath' },
  ...FILE_HASHES,
  ...INITIATOR,
  size: { cim: 'file_size', tables: 'FileSize' },
  previousName: { tables: 'PreviousFileName' },
  previousPath: { tables: 'PreviousFolderPath' },
  originUrl: { tables: 'FileOriginUrl' },
  share: { tables: 'ShareName' },
  remoteAddress: { tables: 'RequestSourceIP' },
} as const satisfies EventDefinition['fields'];

/** What sensors on machines report. */
export const ENDPOINT_EVENTS = {
  process: {
    what: 'A program was started.',
    cim: dataset('Endpoint.Processes'),
    tables: workspaceTable('DeviceProcessEvents'),
    fields: {
      device: { cim: 'dest', tables: 'DeviceName' },
      user: { cim: 'user', tables: 'AccountName' },
      activity: { tables: 'ActionType', values: { started: { tables: 'ProcessCreated' } } },
      name: { cim: 'process_name', tables: 'FileName' },
      path: { cim: 'process_path', tables: 'FolderPath' },
      commandLine: { cim: 'process', tables: 'ProcessCommandLine' },
      sha256: { cim: { name: 'process_hash', form: 'list' }, tables: 'SHA256' },
      sha1: { cim: { name: 'process_hash', form: 'list' }, tables: 'SHA1' },
      md5: { cim: { name: 'process_hash', form: 'list' }, tables: 'MD5' },
      /** SHA-512, the hash of imports: what has no column of its own. */
      otherHash: { cim: { name: 'process_hash', form: 'list' } },
      parentUser: { cim: newer('parent_user'), tables: 'InitiatingProcessAccountName' },
      parentName: { cim: 'parent_process_name', tables: 'InitiatingProcessFileName' },
      parentCommandLine: { cim: 'parent_process', tables: 'InitiatingProcessCommandLine' },
      originalName: { cim: 'original_file_name', tables: 'ProcessVersionInfoOriginalFileName' },
      company: { tables: 'ProcessVersionInfoCompanyName' },
      id: { cim: 'process_id', tables: 'ProcessId' },
      guid: { cim: 'process_guid', tables: 'ProcessUniqueId' },
      integrity: { cim: 'process_integrity_level', tables: 'ProcessIntegrityLevel' },
      parentPath: { cim: 'parent_process_path', tables: 'InitiatingProcessFolderPath' },
      parentId: { cim: 'parent_process_id', tables: 'InitiatingProcessId' },
      parentGuid: { cim: 'parent_process_guid', tables: 'InitiatingProcessUniqueId' },
      parentSha256: {
        cim: { name: 'parent_process_hash', form: 'list', newer: true },
        tables: 'InitiatingProcessSHA256',
      },
      grandparentName: { tables: 'InitiatingProcessParentFileName' },
      os: { cim: 'os' },
    },
  },
  file: {
    what: 'A file was made, changed, renamed, deleted or (in CIM) read.',
    cim: dataset('Endpoint.Filesystem'),
    tables: workspaceTable('DeviceFileEvents'),
    fields: FILE_FIELDS,
  },
  fileChange: {
    what: 'A file was made or changed, not merely read; tables tell of no reading, and their renaming and deleting counts.',
    cim: dataset('Endpoint.Filesystem', 'created', 'modified'),
    tables: workspaceTable('DeviceFileEvents'),
    fields: FILE_FIELDS,
  },
  imageLoad: {
    // CIM has no dataset of loaded modules.
    what: 'A process loaded a library or a driver.',
    tables: workspaceTable('DeviceImageLoadEvents'),
    fields: {
      device: { tables: 'DeviceName' },
      activity: { tables: 'ActionType', values: { loaded: { tables: 'ImageLoaded' } } },
      name: { tables: 'FileName' },
      path: { tables: 'FolderPath' },
      sha256: { tables: 'SHA256' },
      sha1: { tables: 'SHA1' },
      md5: { tables: 'MD5' },
      user: { tables: INITIATOR.user.tables },
      ...UNSEEN_INITIATOR,
    },
  },
  registry: {
    what: 'A registry key or value was made, set, renamed or deleted.',
    cim: dataset('Endpoint.Registry'),
    tables: workspaceTable('DeviceRegistryEvents'),
    fields: {
      device: { cim: 'dest', tables: 'DeviceName' },
      activity: {
        cim: 'action',
        tables: 'ActionType',
        values: {
          keyCreated: { cim: 'created', tables: 'RegistryKeyCreated' },
          keyRenamed: { cim: 'modified', tables: 'RegistryKeyRenamed' },
          keyDeleted: { cim: 'deleted', tables: 'RegistryKeyDeleted' },
          valueSet: { cim: 'modified', tables: 'RegistryValueSet' },
          valueDeleted: { cim: 'deleted', tables: 'RegistryValueDeleted' },
          read: { cim: 'read' },
        },
      },
      /** The key and, where there is one, the value's name behind it. */
      path: { cim: 'registry_path', tables: { name: 'RegistryKey', form: 'split', leaf: 'RegistryValueName' } },
      valueName: { cim: 'registry_value_name', tables: 'RegistryValueName' },
      valueData: { cim: 'registry_value_data', tables: 'RegistryValueData' },
      valueType: { cim: 'registry_value_type', tables: 'RegistryValueType' },
      ...INITIATOR,
    },
  },
  serviceInstall: {
    // CIM's Endpoint.Services tells of services that run or stop, not of their installation; the registry shows that.
    what: 'A service was installed.',
    tables: workspaceTable('DeviceEvents', 'ServiceInstalled'),
    fields: {
      device: { tables: 'DeviceName' },
      activity: { tables: 'ActionType' },
      name: { tables: 'FileName' },
      path: { tables: 'FolderPath' },
      service: { tables: property('AdditionalFields', 'ServiceName') },
      account: { tables: property('AdditionalFields', 'ServiceAccount') },
      sha256: { tables: 'SHA256' },
      user: { tables: INITIATOR.user.tables },
      ...UNSEEN_INITIATOR,
    },
  },
  script: {
    // No dataset of CIM holds the text of scripts.
    what: 'A script or one of its commands ran.',
    tables: workspaceTable('DeviceEvents', 'PowerShellCommand', 'ScriptContent'),
    fields: {
      device: { tables: 'DeviceName' },
      activity: { tables: 'ActionType' },
      name: { tables: 'FileName' },
      path: { tables: 'FolderPath' },
      text: { tables: property('AdditionalFields', 'Command') },
      user: { tables: INITIATOR.user.tables },
      ...UNSEEN_INITIATOR,
    },
  },
  scheduledTask: {
    // CIM tells of tasks by the command that makes them only.
    what: 'A scheduled task was made or changed.',
    tables: workspaceTable('DeviceEvents', 'ScheduledTaskCreated', 'ScheduledTaskUpdated'),
    fields: {
      device: { tables: 'DeviceName' },
      activity: { tables: 'ActionType' },
      task: { tables: property('AdditionalFields', 'TaskName') },
      user: { tables: INITIATOR.user.tables },
      ...UNSEEN_INITIATOR,
    },
  },
  pipe: {
    // CIM has no dataset of named pipes.
    what: 'A named pipe was made or opened.',
    tables: workspaceTable('DeviceEvents', 'NamedPipeEvent'),
    fields: {
      device: { tables: 'DeviceName' },
      activity: { tables: 'ActionType' },
      pipe: { tables: property('AdditionalFields', 'PipeName') },
      user: { tables: INITIATOR.user.tables },
      ...UNSEEN_INITIATOR,
    },
  },
  driverLoad: {
    // CIM has no dataset of loaded drivers.
    what: 'A driver was loaded.',
    tables: workspaceTable('DeviceEvents', 'DriverLoad'),
    fields: {
      device: { tables: 'DeviceName' },
      activity: { tables: 'ActionType' },
      name: { tables: 'FileName' },
      path: { tables: 'FolderPath' },
      sha256: { tables: 'SHA256' },
      user: { tables: INITIATOR.user.tables },
      ...UNSEEN_INITIATOR,
    },
  },
  accountCreated: {
    what: 'An account was made or changed on a machine or in a domain.',
    cim: dataset('Change.All_Changes'),
    tables: workspaceTable('DeviceEvents', 'UserAccountCreated', 'UserAccountAddedToLocalGroup'),
    fields: {
      device: { cim: 'dest', tables: 'DeviceName' },
      activity: { cim: 'action', tables: 'ActionType' },
      account: { cim: 'user', tables: 'AccountName' },
      actor: { tables: INITIATOR.user.tables },
      operation: { cim: 'command' },
      ...UNSEEN_INITIATOR,
    },
  },
  listening: {
    what: 'A program began to wait for connections.',
    cim: dataset('Endpoint.Ports'),
    tables: workspaceTable('DeviceNetworkEvents', 'ListeningConnectionCreated'),
    fields: {
      device: { cim: 'dest', tables: 'DeviceName' },
      activity: { cim: 'state', tables: 'ActionType' },
      port: { cim: 'dest_port', tables: { name: 'LocalPort', form: 'number' } },
      protocol: { cim: 'transport', tables: 'Protocol' },
      user: INITIATOR.user,
      ...UNSEEN_INITIATOR,
    },
  },
  logon: {
    what: 'Somebody signed in to a machine, or tried to.',
    cim: dataset('Authentication.Authentication'),
    tables: workspaceTable('DeviceLogonEvents'),
    fields: {
      device: { cim: 'dest', tables: 'DeviceName' },
      user: { cim: 'user', tables: 'AccountName' },
      result: {
        cim: 'action',
        tables: 'ActionType',
        values: {
          success: { cim: 'success', tables: 'LogonSuccess' },
          failure: { cim: 'failure', tables: 'LogonFailed' },
          attempt: { tables: 'LogonAttempted' },
        },
      },
      address: { cim: 'src', tables: 'RemoteIP' },
      remoteDevice: { tables: 'RemoteDeviceName' },
      logonType: { tables: 'LogonType' },
      method: { cim: 'authentication_method', tables: 'Protocol' },
      reason: { cim: 'reason', tables: 'FailureReason' },
      admin: { tables: 'IsLocalAdmin' },
      ...UNSEEN_INITIATOR,
    },
  },
  vulnerability: {
    what: 'A scanner found a vulnerability on a machine.',
    cim: dataset('Vulnerabilities.Vulnerabilities'),
    tables: workspaceTable('DeviceTvmSoftwareVulnerabilities'),
    fields: {
      device: { cim: 'dest', tables: 'DeviceName' },
      os: { tables: 'OSPlatform' },
      cve: { cim: 'cve', tables: 'CveId' },
      signature: { cim: 'signature' },
      severity: { cim: 'severity', tables: 'VulnerabilitySeverityLevel' },
      vendor: { tables: 'SoftwareVendor' },
      product: { cim: 'vendor_product', tables: 'SoftwareName' },
      version: { tables: 'SoftwareVersion' },
      fix: { tables: 'RecommendedSecurityUpdate' },
      cvss: { cim: 'cvss' },
      category: { cim: 'dest_category' },
    },
  },
  vulnerabilityDetail: {
    what: 'What is known of a vulnerability, wherever it is.',
    tables: workspaceTable('DeviceTvmSoftwareVulnerabilitiesKB'),
    fields: {
      cve: { tables: 'CveId' },
      cvss: { tables: 'CvssScore' },
      exploitable: { tables: 'IsExploitAvailable' },
      severity: { tables: 'VulnerabilitySeverityLevel' },
    },
  },
  device: {
    what: 'What a machine is, as it reported it last.',
    tables: workspaceTable('DeviceInfo'),
    fields: {
      device: { tables: 'DeviceName' },
      id: { tables: 'DeviceId' },
      os: { tables: 'OSPlatform' },
      publicAddress: { tables: 'PublicIP' },
      internetFacing: { tables: 'IsInternetFacing' },
      exposure: { tables: 'ExposureLevel' },
      value: { tables: 'AssetValue' },
    },
  },
  systemLog: {
    // CIM has no dataset of lines as such.
    what: 'A line of the system log of Unix, ESXi or an appliance.',
    tables: workspaceTable('Syslog'),
    fields: {
      device: { tables: 'Computer' },
      program: { tables: 'ProcessName' },
      text: { tables: 'SyslogMessage' },
      address: { tables: 'HostIP' },
      severity: { tables: 'SeverityLevel' },
    },
  },
  fileSignature: {
    what: 'Who signed a file.',
    tables: workspaceTable('DeviceFileCertificateInfo'),
    fields: {
      device: { tables: 'DeviceName' },
      sha1: { tables: 'SHA1' },
      signer: { tables: 'Signer' },
      issuer: { tables: 'Issuer' },
      serial: { tables: 'CertificateSerialNumber' },
      signerHash: { tables: 'SignerHash' },
      signed: { tables: 'IsSigned' },
      trusted: { tables: 'IsTrusted' },
      microsoftRoot: { tables: 'IsRootSignerMicrosoft' },
    },
  },
} as const satisfies Readonly<Record<string, EventDefinition>>;
