import { dataset, type EventDefinition, workspaceTable } from './event.ts';

/** What mail servers and mail security report. */
export const MAIL_EVENTS = {
  mail: {
    what: 'A message was delivered or stopped.',
    cim: dataset('Email.All_Email'),
    tables: workspaceTable('EmailEvents'),
    fields: {
      /** By which the events of one message are found. */
      id: { tables: 'NetworkMessageId' },
      sender: { cim: 'src_user', tables: 'SenderFromAddress' },
      returnPath: { cim: 'return_addr', tables: 'SenderMailFromAddress' },
      recipient: { cim: 'recipient', tables: 'RecipientEmailAddress' },
      subject: { cim: 'subject', tables: 'Subject' },
      action: {
        cim: 'action',
        tables: 'DeliveryAction',
        values: {
          delivered: { cim: 'delivered', tables: 'Delivered' },
          junked: { cim: 'quarantined', tables: 'Junked' },
          blocked: { cim: 'blocked', tables: 'Blocked' },
          replaced: { tables: 'Replaced' },
        },
      },
      location: { tables: 'DeliveryLocation' },
      messageId: { cim: 'message_id', tables: 'InternetMessageId' },
      senderAddress: { cim: 'src', tables: 'SenderIPv4' },
      senderName: { tables: 'SenderDisplayName' },
      fileName: { cim: 'file_name' },
      fileHash: { cim: { name: 'file_hash', form: 'list' } },
      url: { cim: 'url' },
      size: { cim: 'size', tables: 'EmailSize' },
      threats: { tables: 'ThreatTypes' },
      direction: { tables: 'EmailDirection' },
    },
  },
  mailAttachment: {
    what: 'A message had an attachment.',
    cim: dataset('Email.All_Email'),
    tables: workspaceTable('EmailAttachmentInfo'),
    fields: {
      id: { tables: 'NetworkMessageId' },
      sender: { cim: 'src_user', tables: 'SenderFromAddress' },
      recipient: { cim: 'recipient', tables: 'RecipientEmailAddress' },
      fileName: { cim: 'file_name', tables: 'FileName' },
      sha256: { cim: { name: 'file_hash', form: 'list' }, tables: 'SHA256' },
      fileType: { tables: 'FileType' },
      extension: { tables: 'FileExtension' },
      size: { cim: 'file_size', tables: 'FileSize' },
      threats: { tables: 'ThreatTypes' },
    },
  },
  mailLink: {
    // CIM's `url` of a message is one address, and few add-ons fill it.
    what: 'A message had a link.',
    tables: workspaceTable('EmailUrlInfo'),
    fields: {
      id: { tables: 'NetworkMessageId' },
      url: { tables: 'Url' },
      host: { tables: 'UrlDomain' },
      location: { tables: 'UrlLocation' },
    },
  },
  linkClick: {
    what: 'Somebody opened a link of a message or a chat.',
    tables: workspaceTable('UrlClickEvents'),
    fields: {
      user: { tables: 'AccountUpn' },
      action: {
        tables: 'ActionType',
        values: { allowed: { tables: 'ClickAllowed' }, blocked: { tables: 'ClickBlocked' } },
      },
      url: { tables: 'Url' },
      chain: { tables: 'UrlChain' },
      clickedThrough: { tables: 'IsClickedThrough' },
      address: { tables: 'IPAddress' },
      id: { tables: 'NetworkMessageId' },
      workload: { tables: 'Workload' },
      threats: { tables: 'ThreatTypes' },
    },
  },
  mailRemoval: {
    what: 'A message was taken out of a mailbox after it was delivered.',
    tables: workspaceTable('EmailPostDeliveryEvents'),
    fields: {
      id: { tables: 'NetworkMessageId' },
      recipient: { tables: 'RecipientEmailAddress' },
      action: { tables: 'Action' },
      kind: { tables: 'ActionType' },
      result: { tables: 'ActionResult' },
      location: { tables: 'DeliveryLocation' },
      threats: { tables: 'ThreatTypes' },
    },
  },
} as const satisfies Readonly<Record<string, EventDefinition>>;
