/**
 * A strict reader of STIX 2.1 bundles (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html, sections 2 to 5, 7, 8 and
 * 9), for the object types that we write. What the specification lets through but we do not mean to write (other types, custom
 * properties) is a fault too.
 */

type Json = Readonly<Record<string, unknown>>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Section 3.2; `!` marks what must be there. */
const COMMON = [
  'type!',
  'spec_version!',
  'id!',
  'created!',
  'modified!',
  'created_by_ref',
  'object_marking_refs',
  'external_references',
  'labels',
];

/** Section 6: observables have no dates and no creator. */
const OBSERVABLE = ['type!', 'spec_version!', 'id!', 'object_marking_refs'];

const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'user-account': [...OBSERVABLE, 'account_login', 'user_id'],
  file: [...OBSERVABLE, 'name!'],
  'autonomous-system': [...OBSERVABLE, 'number!'],
  'domain-name': [...OBSERVABLE, 'value!'],
  'email-message': [...OBSERVABLE, 'is_multipart!', 'subject'],
  malware: [...COMMON, 'name!', 'aliases', 'is_family!'],
  tool: [...COMMON, 'name!', 'aliases'],
  'intrusion-set': [...COMMON, 'name!', 'aliases'],
  campaign: [...COMMON, 'name!', 'aliases', 'first_seen', 'last_seen'],
  identity: [...COMMON, 'name!', 'description', 'identity_class'],
  'attack-pattern': [...COMMON, 'name!', 'kill_chain_phases'],
  vulnerability: [...COMMON, 'name!'],
  indicator: [
    ...COMMON,
    'name',
    'description',
    'indicator_types',
    'pattern!',
    'pattern_type!',
    'pattern_version',
    'valid_from!',
    'valid_until',
    'kill_chain_phases',
  ],
  report: [...COMMON, 'name!', 'description', 'report_types', 'published!', 'object_refs!'],
  relationship: [...COMMON, 'relationship_type!', 'source_ref!', 'target_ref!'],
  // Section 7.2.1: no modified.
  'marking-definition': [
    'type!',
    'spec_version!',
    'id!',
    'created!',
    'created_by_ref',
    'name',
    'definition_type',
    'definition',
    'extensions',
  ],
};

/**
 * Vocabularies (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html, section 10), as far as we use them;
 * `pattern_type` is open to other languages.
 */
const INDICATOR_TYPES = [
  'anomalous-activity',
  'anonymization',
  'benign',
  'compromised',
  'malicious-activity',
  'attribution',
  'unknown',
];
const IDENTITY_CLASSES = ['individual', 'group', 'system', 'organization', 'class', 'unknown'];
const REPORT_TYPES = ['threat-report'];

/**
 * Relationships that the specification has for these types; related-to is for any
 * (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html, section 5.1).
 */
const RELATIONSHIPS = ['indicator indicates attack-pattern', 'indicator indicates campaign'];

const PATHS = new RegExp(
  [
    '^(?:(?:ipv4-addr|ipv6-addr|domain-name|url|email-addr):value',
    "file:hashes\\.(?:'SHA-512'|'SHA-256'|'SHA-1'|MD5)",
    "file:extensions\\.'windows-pebinary-ext'\\.imphash",
    'x509-certificate:serial_number',
    "x509-certificate:hashes\\.(?:'SHA-256'|'SHA-1'|MD5))$",
  ].join('|'),
);

/** What is wrong with a bundle; empty where it is sound. */
export function stixFaults(bundle: unknown): string[] {
  const faults: string[] = [];
  const { type, id, objects, ...rest } = bundle as Json;
  if (type !== 'bundle' || !isId(id, 'bundle')) faults.push(`bundle: ${String(id)}`);
  if (Object.keys(rest).length > 0) faults.push(`bundle has ${Object.keys(rest).join()}`);
  if (!Array.isArray(objects) || objects.length === 0) return [...faults, 'bundle without objects'];
  const byId = new Map((objects as Json[]).map((object) => [String(object['id']), object]));
  if (byId.size !== objects.length) faults.push('two objects with one id');
  for (const object of objects as Json[]) {
    faults.push(...objectFaults(object, byId).map((fault) => `${String(object['id'])}: ${fault}`));
  }
  return faults;
}

const MITRE_IDENTITY = 'identity--c78cb6e5-0c4b-4611-8297-d1b8b55e40b5';

function objectFaults(object: Json, byId: ReadonlyMap<string, Json>): string[] {
  const type = String(object['type']);
  const id = String(object['id']);
  const allowed = PROPERTIES[type];
  if (!allowed) return [`unexpected type ${type}`];
  const known = new Set(allowed.map((name) => name.replace('!', '')));
  const faults = [
    ...Object.keys(object)
      .filter((name) => !known.has(name))
      .map((name) => `unexpected ${name}`),
    ...allowed.filter((name) => name.endsWith('!') && !(name.slice(0, -1) in object)).map((name) => `no ${name}`),
    ...emptyValues(object, ''),
  ];
  const check = (ok: boolean, fault: string) => ok || faults.push(fault);
  check(object['spec_version'] === '2.1', 'spec_version');
  check(isId(object['id'], type), 'id');
  for (const name of ['created', 'modified', 'published', 'valid_from', 'valid_until', 'first_seen', 'last_seen']) {
    if (name in object) check(isTimestamp(object[name]), `${name}: ${String(object[name])}`);
  }
  if ('valid_until' in object)
    check(String(object['valid_until']) > String(object['valid_from']), 'ends before it begins');
  if ('last_seen' in object) check(String(object['last_seen']) >= String(object['first_seen']), 'last before first');
  // Not of the specification, but meant: who may have it is told of each but the definitions themselves and MITRE's identity.
  const isBare = type === 'marking-definition' || id === MITRE_IDENTITY;
  check(isBare || ((object['object_marking_refs'] as unknown[] | undefined) ?? []).length > 0, 'no marking');
  if ('modified' in object) check(String(object['modified']) >= String(object['created']), 'modified before created');
  for (const [name, value] of Object.entries(object)) {
    const refs = name.endsWith('_refs') ? (value as unknown[]) : name.endsWith('_ref') ? [value] : [];
    for (const ref of refs) check(byId.has(String(ref)), `${name}: ${String(ref)} is not in the bundle`);
    if (name.endsWith('_refs')) check(new Set(refs).size === refs.length, `${name} repeats`);
    if (name === 'object_marking_refs')
      check(
        refs.every((ref) => String(ref).startsWith('marking-definition--')),
        name,
      );
    if (name === 'created_by_ref') check(String(value).startsWith('identity--'), name);
  }
  for (const reference of (object['external_references'] ?? []) as Json[]) faults.push(...referenceFaults(reference));
  for (const phase of (object['kill_chain_phases'] ?? []) as Json[]) {
    check(Object.keys(phase).sort().join() === 'kill_chain_name,phase_name', 'kill chain phase');
    check(
      Object.values(phase).every((name) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(String(name))),
      JSON.stringify(phase),
    );
  }
  return [...faults, ...(TYPE_FAULTS[type]?.(object, byId) ?? [])];
}

const TYPE_FAULTS: Readonly<Record<string, (object: Json, byId: ReadonlyMap<string, Json>) => string[]>> = {
  identity: ({ identity_class }) => (IDENTITY_CLASSES.includes(String(identity_class)) ? [] : ['identity_class']),
  report: ({ report_types, object_refs }) => [
    ...((report_types as string[]).every((type) => REPORT_TYPES.includes(type)) ? [] : ['report_types']),
    ...((object_refs as string[]).length > 0 ? [] : ['object_refs']),
  ],
  vulnerability: ({ name, external_references }) => {
    const [reference] = external_references as Json[];
    return reference?.['source_name'] === 'cve' && reference['external_id'] === name ? [] : ['no reference to the CVE'];
  },
  'attack-pattern': ({ external_references }) => {
    const [{ source_name, external_id } = {}] = external_references as Json[];
    const sound =
      /^mitre-((mobile|ics)-)?attack$/.test(String(source_name)) && /^T\d{4}(\.\d{3})?$/.test(String(external_id));
    return sound ? [] : ['no reference to ATT&CK'];
  },
  indicator: ({ indicator_types, pattern, pattern_type, pattern_version }) => [
    ...((indicator_types as string[]).every((type) => INDICATOR_TYPES.includes(type)) ? [] : ['indicator_types']),
    ...(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(String(pattern_type)) ? [] : ['pattern_type']),
    ...(pattern_type === 'stix' ? patternFaults(String(pattern), pattern_version) : []),
  ],
  relationship: ({ source_ref, relationship_type, target_ref }, byId) => {
    const [source, target] = [source_ref, target_ref].map((ref) => String(byId.get(String(ref))?.['type']));
    const known =
      relationship_type === 'related-to' || RELATIONSHIPS.includes(`${source} ${String(relationship_type)} ${target}`);
    return known && source_ref !== target_ref ? [] : [`${source} ${String(relationship_type)} ${target}`];
  },
  'marking-definition': ({ definition_type, definition, extensions }) => {
    if (extensions) return (definition_type ?? definition) === undefined ? [] : ['a definition beside an extension'];
    const { statement, tlp } = (definition ?? {}) as Json;
    if (definition_type === 'tlp') return ['white', 'green', 'amber', 'red'].includes(String(tlp)) ? [] : ['tlp'];
    return definition_type === 'statement' && typeof statement === 'string' ? [] : ['definition'];
  },
};

/** `[path = 'literal']`, and nothing else (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html, section 9). */
function patternFaults(pattern: string, version: unknown): string[] {
  const match = /^\[(\S+) = '((?:[^'\\]|\\['\\])+)'\]$/s.exec(pattern);
  return [
    ...(match && PATHS.test(match[1] ?? '') ? [] : [`pattern ${pattern}`]),
    ...(version === '2.1' ? [] : ['pattern_version']),
  ];
}

/** Section 2.5: a source, and at least one of a description, a URL and an id. */
function referenceFaults(reference: Json): string[] {
  const { source_name, url, external_id, description, ...rest } = reference;
  return [
    ...(typeof source_name === 'string' && source_name !== '' ? [] : ['source_name']),
    ...((url ?? external_id ?? description) === undefined ? ['a reference to nothing'] : []),
    ...(url === undefined || URL.canParse(String(url)) ? [] : [`url ${String(url)}`]),
    ...Object.keys(rest).map((name) => `unexpected ${name} in a reference`),
  ];
}

/** Section 2: no null, no empty list, no empty text. */
function emptyValues(value: unknown, path: string): string[] {
  if (value === null || value === undefined || value === '') return [`${path} is empty`];
  if (Array.isArray(value)) {
    return value.length === 0
      ? [`${path} is empty`]
      : value.flatMap((item, index) => emptyValues(item, `${path}[${index}]`));
  }
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, item]) => emptyValues(item, `${path}.${name}`));
}

function isId(id: unknown, type: string): boolean {
  return typeof id === 'string' && id.startsWith(`${type}--`) && UUID.test(id.slice(type.length + 2));
}

function isTimestamp(value: unknown): boolean {
  return (
    typeof value === 'string' && TIMESTAMP.test(value) && new Date(value).toISOString().startsWith(value.slice(0, 19))
  );
}
