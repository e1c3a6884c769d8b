import type { App, Finding } from './finding.ts';

const PATH = 'metadata/default.meta';
const KINDS = /^(|app|views|nav|macros|savedsearches|collections|transforms|lookups|props)(\/.*)?$/;

/** default.meta: `access = read : [ roles ], write : [ roles ]` and `export = none | system` (default.meta.conf.spec). */
export function checkMeta(app: App): Finding[] {
  const stanzas = app.confs.get(PATH);
  const found = (message: string): Finding[] => [{ check: 'meta', path: PATH, message }];
  if (!stanzas) return found('is missing');
  if (!stanzas.some(({ name }) => name === '')) return found('has no [] stanza');
  return stanzas.flatMap(({ name, settings }) =>
    settings.flatMap((setting) => {
      if (!KINDS.test(name)) return found(`[${name}] is no kind of object that this app has`);
      if (setting.name === 'export') {
        return /^(none|system)$/.test(setting.value) ? [] : found(`[${name}] export is ${setting.value}`);
      }
      if (setting.name !== 'access') return found(`[${name}] has ${setting.name}`);
      const roles = /^read : \[ ([\w*, ]+) \], write : \[ ([\w*, ]+) \]$/.exec(setting.value);
      if (!roles) return found(`[${name}] access is not read : [ … ], write : [ … ]`);
      const writers = (roles[2] ?? '').split(',').map((role) => role.trim());
      if (writers.includes('*')) return found(`[${name}] lets everybody write`);
      return writers.includes('admin') === writers.includes('sc_admin')
        ? []
        : found(`[${name}] names one of admin and sc_admin (Splunk Cloud) without the other`);
    }),
  );
}
