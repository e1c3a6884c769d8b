import { hashPassword } from './auth.ts';
import { type Call, Refusal, requireArguments, writeArguments } from './call.ts';
import { systemEntry } from './info.ts';
import { isAdmin, noPermission, rolesOf } from './objects.ts';
import { entryReply, listReply } from './paging.ts';
import type { ArgumentNames, Entry, Reply } from './reply.ts';
import { capabilitiesOf } from './roles.ts';
import type { UserState } from './state.ts';

const TITLE = 'users';
const PATH = '/services/authentication/users';
const ARGUMENTS = ['defaultApp', 'email', 'force-change-pass', 'password', 'realname', 'roles', 'tz'];
const FIELDS: ArgumentNames = { required: ['name'], optional: ARGUMENTS, wildcard: [] };

export function listUsers(call: Call): Reply {
  return listReply(
    call,
    TITLE,
    PATH,
    Object.values(call.splunkd.state.users).map((user) => userEntry(call, user)),
  );
}

/**
 * POST authentication/users: name, password and roles (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTaccess).
 */
export function createUser(call: Call): Reply {
  if (!isAdmin(call)) throw noPermission();
  const args = writeArguments(call, (name) => name === 'name' || name === 'createrole' || ARGUMENTS.includes(name));
  const roles = call.args.getAll('roles');
  requireArguments(args, ['name', 'password', 'roles']);
  const { users } = call.splunkd.state;
  const { name = '', password = '', realname = '', email = '' } = args;
  if (Object.hasOwn(users, name)) throw new Refusal(409, `User '${name}' already exists.`);
  users[name] = { name, password: hashPassword(password), roles, realname, email };
  return userReply(call, users[name], 201);
}

export function readUser(call: Call): Reply {
  return userReply(call, namedUser(call));
}

export function updateUser(call: Call): Reply {
  const user = namedUser(call);
  if (!isAdmin(call) && user.name !== call.user) throw noPermission();
  const { password, realname, email, roles } = writeArguments(call, (name) => ARGUMENTS.includes(name));
  if (roles !== undefined) {
    if (!isAdmin(call)) throw noPermission();
    user.roles = call.args.getAll('roles');
  }
  if (password !== undefined) user.password = hashPassword(password);
  user.realname = realname ?? user.realname;
  user.email = email ?? user.email;
  return userReply(call, user);
}

export function deleteUser(call: Call): Reply {
  if (!isAdmin(call)) throw noPermission();
  delete call.splunkd.state.users[namedUser(call).name];
  return listUsers(call);
}

/** GET authentication/current-context: who the caller is, with roles and capabilities. */
export function currentContext(call: Call): Reply {
  const path = '/services/authentication/current-context';
  const roles = [...rolesOf(call)];
  return entryReply(
    call,
    'current-context',
    path,
    systemEntry(call, 'context', `${path}/context`, {
      capabilities: capabilitiesOf(roles),
      defaultApp: 'search',
      'eai:acl': null,
      roles,
      username: call.user,
    }),
  );
}

function namedUser(call: Call): UserState {
  const name = call.names['name'] as string;
  const { users } = call.splunkd.state;
  const user = Object.hasOwn(users, name) ? users[name] : undefined;
  if (!user) throw new Refusal(404, `Could not find object id=${name}`);
  return user;
}

function userReply(call: Call, user: UserState, status = 200) {
  return entryReply(call, TITLE, PATH, { ...userEntry(call, user), fields: FIELDS }, status);
}

function userEntry(call: Call, user: UserState): Entry {
  const entry = systemEntry(call, user.name, `${PATH}/${encodeURIComponent(user.name)}`, {
    capabilities: capabilitiesOf(user.roles),
    defaultApp: 'search',
    'eai:acl': null,
    email: user.email,
    password: '********',
    realname: user.realname,
    roles: user.roles,
    type: 'Splunk',
    tz: '',
  });
  return { ...entry, acl: { ...entry.acl, removable: true } };
}
