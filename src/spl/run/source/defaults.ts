import type { Cell, EventFields } from '../value.ts';

/**
 * Text fields that the data models compute, so that an event without one has `unknown` there and still falls into a group of it.
 * Of CIM 4.20 to 8.5; fields that came later, and numbers, are left out.
 * https://docs.splunk.com/Documentation/CIM/latest/User/Endpoint and its sister pages (the expressions of the fields)
 */
const COMPUTED: Readonly<Record<string, string>> = {
  'Authentication.Authentication': 'action app dest src src_user user',
  'Change.All_Changes':
    'action change_type command dest dvc object object_attrs object_category object_id object_path result result_id src status user vendor_product',
  'Change.Account_Management': 'dest_nt_domain src_nt_domain src_user',
  'Change.Instance_Changes': 'image_id instance_type',
  'Data_Access.Data_Access':
    'action app dest object object_attrs object_category object_id object_size src user user_name vendor_account vendor_product',
  'Email.All_Email': 'action dest recipient src src_user vendor_product',
  'Endpoint.Ports': 'dest src user vendor_product',
  'Endpoint.Processes': 'dest parent_process parent_process_name process process_name user vendor_product',
  'Endpoint.Services': 'dest service service_id service_name start_mode status user vendor_product',
  'Endpoint.Filesystem': 'action dest file_acl file_hash file_name file_path user vendor_product',
  'Endpoint.Registry':
    'action dest registry_key_name registry_path registry_value_data registry_value_name registry_value_type user vendor_product',
  'Intrusion_Detection.IDS_Attacks': 'category dest dvc ids_type severity signature src user vendor_product',
  'Malware.Malware_Attacks': 'action category dest dest_nt_domain severity signature user vendor_product',
  'Network_Resolution.DNS': 'answer dest message_type query reply_code_id vendor_product',
  'Network_Sessions.All_Sessions': 'dest_dns dest_ip dest_mac dest_nt_host dvc user vendor_product',
  'Network_Traffic.All_Traffic': 'action dest dvc rule src transport user vendor_product',
  'Updates.Updates': 'dest signature signature_id status vendor_product',
  'Vulnerabilities.Vulnerabilities': 'category cve dest dvc severity signature vendor_product',
  'Web.Web':
    'action dest http_content_type http_method http_referrer http_user_agent src status url user vendor_product',
};

/** The name of a process is the first word of its command line where nothing else says it. */
const FROM_COMMAND: Readonly<Record<string, string>> = {
  process_name: 'process',
  parent_process_name: 'parent_process',
};

function isEmpty(cell: Cell): boolean {
  return cell === undefined || cell === null || cell === '';
}

/** Fills what the data model computes for a dataset (`Model.Dataset`) and the ones that it is a child of. */
export function fillComputed(fields: EventFields, datasets: readonly string[]): void {
  for (const dataset of datasets) {
    const names = Object.hasOwn(COMPUTED, dataset) ? (COMPUTED[dataset]?.split(' ') ?? []) : [];
    for (const name of names) if (isEmpty(fields[name]) && FROM_COMMAND[name]) fromCommand(fields, name);
    for (const name of names) if (isEmpty(fields[name])) fields[name] = 'unknown';
  }
}

function fromCommand(fields: EventFields, name: string): void {
  const command = fields[FROM_COMMAND[name] as string];
  const [, word] = typeof command === 'string' ? (/^\s*(\S+)/.exec(command) ?? []) : [];
  if (word !== undefined) fields[name] = word;
}
