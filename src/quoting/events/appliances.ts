import { dataset, type EventDefinition, newer, workspaceTable } from './event.ts';

/** What appliances and the programs of servers report. */
export const APPLIANCE_EVENTS = {
  appliance: {
    // Each vendor's add-on maps its events to other datasets of CIM.
    what: 'An event of a firewall, a gateway or another appliance, in the Common Event Format.',
    tables: workspaceTable('CommonSecurityLog'),
    fields: {
      device: { tables: 'Computer' },
      vendor: { tables: 'DeviceVendor' },
      product: { tables: 'DeviceProduct' },
      eventId: { tables: 'DeviceEventClassID' },
      activity: { tables: 'Activity' },
      action: { tables: 'DeviceAction' },
      outcome: { tables: 'EventOutcome' },
      user: { tables: 'DestinationUserName' },
      actor: { tables: 'SourceUserName' },
      address: { tables: 'SourceIP' },
      message: { tables: 'Message' },
      details: { tables: 'AdditionalExtensions' },
    },
  },
  vpnSession: {
    what: 'Somebody opened a session of a VPN gateway.',
    cim: dataset('Network_Sessions.All_Sessions'),
    tables: workspaceTable('CommonSecurityLog'),
    fields: {
      gateway: { cim: newer('dvc'), tables: 'Computer' },
      user: { cim: 'user', tables: 'SourceUserName' },
      address: { cim: 'src_ip', tables: 'SourceIP' },
      client: { cim: 'src_nt_host', tables: 'SourceHostName' },
      action: { cim: 'action', tables: 'DeviceAction' },
      outcome: { tables: 'EventOutcome' },
      signature: { cim: 'signature', tables: 'Activity' },
      eventId: { cim: 'signature_id', tables: 'DeviceEventClassID' },
      /** `vpn` tells these sessions from those of DHCP. */
      tag: { cim: 'tag' },
      product: { cim: 'vendor_product' },
      vendor: { tables: 'DeviceVendor' },
      message: { tables: 'Message' },
      details: { tables: 'AdditionalExtensions' },
    },
  },
  windowsLog: {
    // What an event tells depends on its log; the security log has a kind of its own.
    what: 'An event of a Windows log that a program keeps, such as that of backup software.',
    tables: workspaceTable('Event'),
    fields: {
      device: { tables: 'Computer' },
      log: { tables: 'EventLog' },
      program: { tables: 'Source' },
      eventId: { tables: 'EventID' },
      user: { tables: 'UserName' },
      message: { tables: 'RenderedDescription' },
      data: { tables: 'EventData' },
    },
  },
  syslog: {
    // What a line tells depends on its program; no dataset of CIM holds them all.
    what: 'A line of the system log of a server or a hypervisor.',
    tables: workspaceTable('Syslog'),
    fields: {
      device: { tables: 'Computer' },
      program: { tables: 'ProcessName' },
      facility: { tables: 'Facility' },
      severity: { tables: 'SeverityLevel' },
      address: { tables: 'HostIP' },
      message: { tables: 'SyslogMessage' },
    },
  },
} as const satisfies Readonly<Record<string, EventDefinition>>;
