import { type Call, Refusal } from './call.ts';
import { systemEntry } from './info.ts';
import { entryReply, listReply } from './paging.ts';
import type { Entry, Reply } from './reply.ts';

const TITLE = 'authorize';
const PATH = '/services/authorization/roles';
const CAPABILITIES_PATH = '/services/authorization/capabilities';

/**
 * What of each role's own rights a client of saved searches may ask about
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Authorizeconf).
 */
const OWN: Readonly<Record<string, readonly string[]>> = {
  user: ['search', 'edit_search_schedule_window', 'rest_properties_get'],
  power: ['schedule_search', 'embed_report', 'rtsearch'],
  admin: ['admin_all_objects', 'edit_search_schedule_priority', 'edit_local_apps', 'edit_user', 'list_settings'],
};

/** admin imports power, power imports user (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Authorizeconf). */
const IMPORTS: Readonly<Record<string, readonly string[]>> = { admin: ['power', 'user'], power: ['user'], user: [] };

/** What these roles may do, their own rights and those of the roles that they import. */
export function capabilitiesOf(roles: readonly string[]): string[] {
  const all = roles.flatMap((role) => [role, ...(IMPORTS[role] ?? [])]).flatMap((role) => OWN[role] ?? []);
  return [...new Set(all)].sort();
}

/** GET authorization/roles (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTaccess). */
export function listRoles(call: Call): Reply {
  return listReply(
    call,
    TITLE,
    PATH,
    Object.keys(OWN).map((role) => roleEntry(call, role)),
  );
}

export function readRole(call: Call): Reply {
  const name = call.names['name'] as string;
  if (!Object.hasOwn(OWN, name)) throw new Refusal(404, `Could not find object id=${name}`);
  return entryReply(call, TITLE, PATH, roleEntry(call, name));
}

/**
 * GET authorization/capabilities: one entry with all there are
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTaccess).
 */
export function listCapabilities(call: Call): Reply {
  const path = `${CAPABILITIES_PATH}/capabilities`;
  const content = { capabilities: capabilitiesOf(['admin']), 'eai:acl': null };
  return entryReply(call, 'capabilities', CAPABILITIES_PATH, systemEntry(call, 'capabilities', path, content));
}

function roleEntry(call: Call, role: string): Entry {
  const imported = IMPORTS[role] ?? [];
  return systemEntry(call, role, `${PATH}/${role}`, {
    capabilities: [...(OWN[role] ?? [])].sort(),
    defaultApp: '',
    'eai:acl': null,
    imported_capabilities: capabilitiesOf(imported),
    imported_roles: [...imported],
    imported_srchIndexesAllowed: imported.length > 0 ? ['*'] : [],
    srchFilter: '',
    srchIndexesAllowed: ['*'],
    srchIndexesDefault: ['main'],
  });
}
