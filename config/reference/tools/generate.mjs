// Writes rmm.json beside this file: remote-management tools that intruders bring along or find, by the names of their processes
// and the domains they talk to. Names are facts; LOLRMM's descriptions, rules and certificates are not taken.
//
// Source: LOLRMM, https://github.com/magicsword-io/LOLRMM, its catalogue as JSON: https://lolrmm.io/api/rmm_tools.json.
// What is committed is our selection of common tools; domains as in website/public/api/rmm_domains.csv at
// 01edae24d28cd820f590a4bd57f5adab7f9c4a00. Its entries were not read one by one: process names are those of the catalogue's own
// rule (website/public/api/detections/sigma/generic_rmm_detection.yml at 090430534af23a3d97dbc4c415c9dd7e1ef62e8d) and of its file names
// listed by https://github.com/InfoSecJay/lolrmm-artifacts (MIT), data/indicators/filename.txt at
// 1943e3c893e83a3c2df58e35b6570dd2d42922a6; whose they are was told by their names. A run on rmm_tools.json replaces that.
//
//   curl -O https://lolrmm.io/api/rmm_tools.json
//   node config/reference/tools/generate.mjs rmm_tools.json [NAME ...]     the tools that rmm.json has, and those named
import { readFileSync } from 'node:fs';
import { file, line, object, runAsScript, sorted } from '../lines.mjs';

/** Vendors' domains that serve much beside the tool, and names that say nothing alone. */
const TOO_BROAD = ['connectwise.com', 'kaseya.com', 'zoho.com', 'zoho.com.au', 'zoho.com.cn', 'zoho.eu', 'zoho.in'];
const TOO_COMMON = ['agent.exe', 'agentmon.exe', 'level.exe', 'rv.exe', 'setup.exe', 'mstsc.exe', 'quickassist.exe'];

/** `C:\Program Files\X\x.exe` -> `x.exe`; a `*` may stand before the ending where enough is left of the name. */
function processName(path) {
  const name = path
    .slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1)
    .trim()
    .toLowerCase();
  const isName = /^[\w .-]+\.exe$/.test(name) || /^[\w .-]{6,}\*\.exe$/.test(name);
  return isName && !TOO_COMMON.includes(name) ? [name] : [];
}

/** `*.x.com`, `auth*.x.com` -> `x.com`: a domain stands for itself and all below it. No address, path or placeholder. */
function domainName(pattern) {
  const name = pattern
    .trim()
    .toLowerCase()
    .replace(/^.*\*\.?/, '');
  const isName = /^(?:[a-z0-9-]+\.)+[a-z]{2,}$/.test(name) && !name.endsWith('.local');
  return isName && !TOO_BROAD.includes(name) ? [name] : [];
}

const listOf = (values) => [...new Set(values)].sort();
/** Without names below another of the list. */
const topmost = (names) => names.filter((name) => !names.some((other) => name.endsWith(`.${other}`)));

/** The names of one entry of LOLRMM's catalogue: kind (RMM or RAT, as LOLRMM sorts them), processes, domains. */
function factsOf({ Category, Details = {}, Artifacts = {} }) {
  const metadata = [Details.PEMetadata ?? []]
    .flat()
    .flatMap(({ Filename, OriginalFileName }) => [Filename, OriginalFileName]);
  const paths = [...metadata, ...(Details.InstallationPaths ?? []), ...(Artifacts.Disk ?? []).map((disk) => disk.File)];
  const domains = (Artifacts.Network ?? []).flatMap(({ Domains }) => Domains ?? []);
  return {
    kind: Category,
    processes: listOf(paths.filter((path) => typeof path === 'string').flatMap(processName)),
    domains: topmost(listOf(domains.flatMap(domainName))),
  };
}

/** The text of rmm.json from LOLRMM's catalogue (its entries) for the tools of these names; one without any name is left out. */
export function generateRmm(catalogue, names) {
  const rows = catalogue
    .filter(({ Name }) => names.includes(Name))
    .map((entry) => [entry.Name, factsOf(entry)])
    .filter(([, { processes, domains }]) => processes.length + domains.length > 0);
  return file([
    ['source', line('LOLRMM (github.com/magicsword-io/LOLRMM), a selection')],
    ['licence', line('names of files and domains are facts; see generate.mjs for source and commit')],
    ['version', line('2026-10')],
    [
      'note',
      line(
        'A domain stands for all names below it. `*` before .exe stands for any characters. kind: RMM or RAT, as LOLRMM sorts them; all are sold or given away for legitimate use.',
      ),
    ],
    ['tools', object(sorted(Object.fromEntries(rows)))],
  ]);
}

runAsScript(import.meta.url, 'node config/reference/tools/generate.mjs rmm_tools.json [NAME ...]', (path, ...more) => {
  const { tools } = JSON.parse(readFileSync(new URL('rmm.json', import.meta.url), 'utf8'));
  return { 'rmm.json': generateRmm(JSON.parse(readFileSync(path, 'utf8')), [...Object.keys(tools), ...more]) };
});
