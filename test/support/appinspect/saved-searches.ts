import { Cron } from 'croner';
import { utf8 } from './confs.ts';
import type { App, Check, Finding } from './finding.ts';

const PATH = 'default/savedsearches.conf';
const SPEC = 'README/savedsearches.conf.spec';
/** Actions that savedsearches.conf.spec itself declares. */
const SPLUNKS_ACTIONS =
  /^action\.(email|rss|script|summary_index|populate_lookup|lookup|logevent|webhook|correlationsearch|notable|risk)(\.|$)/;
const ON = /^(1|true|yes|t|y)$/i;
const MOST_RUNS_AN_HOUR = 12;

/** Saved searches that an app brings. None at all is fine: huntsync writes them over REST. */
export function checkSavedSearches(app: App): Finding[] {
  const stanzas = app.confs.get(PATH) ?? [];
  const declared = specKeys(app);
  const searches = stanzas.map(({ name, settings }) => ({
    name,
    settings: Object.fromEntries(settings.map((setting) => [setting.name, setting.value])),
  }));
  const findings = searches.flatMap(({ name, settings }) => [
    ...nameOf(name),
    ...own(name, settings),
    ...schedule(name, settings),
    ...undeclared(name, settings, declared),
  ]);
  const isAllOff = searches.length > 0 && searches.every(({ settings }) => ON.test(settings['disabled'] ?? ''));
  return isAllOff ? [...findings, found('all-disabled', 'every saved search is disabled')] : findings;
}

type Settings = Readonly<Record<string, string>>;

function found(check: Check, message: string): Finding {
  return { check, path: PATH, message };
}

function nameOf(name: string): Finding[] {
  if (name.length > 100) return [found('search-name', `[${name}] is longer than 100 characters`)];
  return /[[\]\n]|^\s|\s$|^default$/.test(name) ? [found('search-name', `[${name}] is no safe stanza name`)] : [];
}

function own(name: string, settings: Settings): Finding[] {
  const findings: Finding[] = [];
  if ((settings['search'] ?? '') === '') findings.push(found('search-empty', `[${name}] has no search`));
  if ((settings['description'] ?? '') === '')
    findings.push(found('search-description', `[${name}] has no description`));
  if (/\\$/m.test(settings['search'] ?? '')) {
    findings.push(found('search-backslash', `[${name}] has a line that ends with a backslash`));
  }
  if ((settings['action.email.to'] ?? '') !== '') findings.push(found('search-email', `[${name}] names who gets mail`));
  for (const action of ['notable', 'email', 'script', 'risk']) {
    if (ON.test(settings[`action.${action}`] ?? '')) {
      findings.push(found('search-action', `[${name}] runs action ${action} by default`));
    }
  }
  return findings;
}

function schedule(name: string, settings: Settings): Finding[] {
  const [earliest = '', latest = ''] = [settings['dispatch.earliest_time'], settings['dispatch.latest_time']];
  const findings: Finding[] = [];
  if (/^rt/i.test(earliest) || /^rt/i.test(latest)) findings.push(found('search-real-time', `[${name}] is real-time`));
  const enabled = settings['enableSched'];
  if (enabled !== undefined && !/^[01]$/.test(enabled)) {
    findings.push(found('search-schedule', `[${name}] enableSched is neither 0 nor 1`));
  }
  const cron = settings['cron_schedule'] ?? '';
  if (cron !== '' && runsAnHour(cron) === null)
    findings.push(found('search-cron', `[${name}] cron_schedule is ${cron}`));
  if (enabled !== '1') return findings;
  if (cron === '') findings.push(found('search-cron', `[${name}] is scheduled without cron_schedule`));
  if ((runsAnHour(cron) ?? 0) > MOST_RUNS_AN_HOUR) {
    findings.push(found('search-frequency', `[${name}] runs more than ${MOST_RUNS_AN_HOUR} times an hour`));
  }
  const generates = (settings['search'] ?? '').trimStart().startsWith('|');
  if (latest === '' || (earliest === '' && !generates)) {
    findings.push(found('search-window', `[${name}] is scheduled without its window`));
  }
  return findings;
}

/** Most runs in any hour of a day; null where it is no five-field cron of numbers. */
function runsAnHour(cron: string): number | null {
  if (!/^[\d*,/-]+(\s+[\d*,/-]+){4}$/.test(cron)) return null;
  try {
    const runs = new Cron(cron, { timezone: 'UTC' }).nextRuns(200, new Date('2026-01-01T00:00:00Z'));
    const hours = new Map<string, number>();
    for (const run of runs) {
      const hour = run.toISOString().slice(0, 13);
      hours.set(hour, (hours.get(hour) ?? 0) + 1);
    }
    return Math.max(0, ...hours.values());
  } catch {
    return null;
  }
}

function undeclared(name: string, settings: Settings, declared: ReadonlySet<string>): Finding[] {
  const custom = Object.keys(settings).filter((key) => key.startsWith('action.') && !SPLUNKS_ACTIONS.test(key));
  return custom
    .filter((key) => !declared.has(key))
    .map((key) => found('search-unknown-key', `[${name}] ${key} is not in ${SPEC}`));
}

/** Keys that the app's own spec declares, as `key = <value>` lines. */
function specKeys(app: App): ReadonlySet<string> {
  if (!app.files.some(({ path }) => path === SPEC)) return new Set();
  const text = utf8(app.read(SPEC)) ?? '';
  return new Set([...text.matchAll(/^([^\s#*[=]+)\s*=/gm)].map(([, key = '']) => key));
}
