import { type EventFields, textOf, valuesOf } from '../value.ts';

/** Whether an event of the parent dataset belongs to the child: the field that decides, and its values in lower case. */
type Constraint = readonly [field: string, ...values: readonly string[]];

/**
 * Constraints of child datasets that fields decide, as the CIM add-on has them (constraints of the data models in Splunk_SA_CIM;
 * the pages of https://docs.splunk.com/Documentation/CIM/latest/User/ list the tags and fields of each dataset). `tag` is a field
 * of the event like any other.
 */
const CONSTRAINTS: Readonly<Record<string, Constraint>> = {
  'Authentication.Failed_Authentication': ['action', 'failure'],
  'Authentication.Successful_Authentication': ['action', 'success'],
  'Authentication.Default_Authentication': ['tag', 'default'],
  'Authentication.Failed_Default_Authentication': ['action', 'failure'],
  'Authentication.Successful_Default_Authentication': ['action', 'success'],
  'Authentication.Insecure_Authentication': ['tag', 'cleartext', 'insecure'],
  'Authentication.Privileged_Authentication': ['tag', 'privileged'],
  'Authentication.Failed_Privileged_Authentication': ['action', 'failure'],
  'Authentication.Successful_Privileged_Authentication': ['action', 'success'],
  'Certificates.SSL': ['tag', 'ssl', 'tls'],
  'Change.Account_Management': ['tag', 'account'],
  'Change.Auditing_Changes': ['tag', 'audit'],
  'Change.Endpoint_Changes': ['tag', 'endpoint'],
  'Change.Instance_Changes': ['tag', 'instance'],
  'Change.Network_Changes': ['tag', 'network'],
  'Email.Content': ['tag', 'content'],
  'Email.Delivery': ['tag', 'delivery'],
  'Email.Filtering': ['tag', 'filter'],
  'Intrusion_Detection.Application_IDS_Attacks': ['ids_type', 'application'],
  'Intrusion_Detection.Host_IDS_Attacks': ['ids_type', 'host'],
  'Intrusion_Detection.Network_IDS_Attacks': ['ids_type', 'network'],
  'Malware.Allowed_Malware': ['action', 'allowed'],
  'Malware.Blocked_Malware': ['action', 'blocked'],
  'Malware.Deferred_Malware': ['action', 'deferred'],
  'Network_Sessions.DHCP': ['tag', 'dhcp'],
  'Network_Sessions.Session_End': ['tag', 'end'],
  'Network_Sessions.Session_Start': ['tag', 'start'],
  'Network_Sessions.VPN': ['tag', 'vpn'],
  'Network_Traffic.Allowed_Traffic': ['action', 'allowed'],
  'Network_Traffic.Blocked_Traffic': ['action', 'blocked'],
  'Network_Traffic.Traffic_By_Action': ['action'],
  'Vulnerabilities.High_Critical_Vulnerabilities': ['severity', 'high', 'critical'],
  'Vulnerabilities.Low_Informational_Vulnerabilities': ['severity', 'low', 'informational'],
  'Vulnerabilities.Medium_Vulnerabilities': ['severity', 'medium'],
  'Web.Proxy': ['tag', 'proxy'],
  'Web.Storage': ['tag', 'storage'],
};

/**
 * Whether an event of the parent dataset belongs to `Model.Child`; null where no field is known to decide. A constraint without
 * values wants the field to be there.
 */
export function memberTest(dataset: string): ((fields: EventFields) => boolean) | null {
  const constraint = Object.hasOwn(CONSTRAINTS, dataset) ? CONSTRAINTS[dataset] : undefined;
  if (!constraint) return null;
  const [field, ...wanted] = constraint;
  return (fields) => {
    const values = valuesOf(fields[field]).map((value) => textOf(value).toLowerCase());
    return wanted.length === 0 ? values.length > 0 : values.some((value) => wanted.includes(value));
  };
}

/** Events that a data model leaves out although they have its tags: a machine account's logon is no authentication of its interest. */
export function rootExclusion(model: string): ((fields: EventFields) => boolean) | null {
  if (model !== 'Authentication') return null;
  const has = (fields: EventFields, field: string, test: (text: string) => boolean) =>
    valuesOf(fields[field]).some((value) => test(textOf(value).toLowerCase()));
  return (fields) =>
    has(fields, 'action', (text) => text === 'success') && has(fields, 'user', (text) => text.endsWith('$'));
}
