// Writes executables.json, libraries.json and sideloading.json beside this file: names that Windows itself has and where it keeps
// them, and libraries that are known from sideloading. Names are facts; no rule, description or other text is taken.
//
// Sources, and the state that is committed:
//   SigmaHQ/sigma, https://github.com/SigmaHQ/sigma (Detection Rule Licence 1.1; authors below), names in three rules:
//     rules/windows/image_load/image_load_side_load_from_non_system_location.yml at 02fecc2a9857ddb63f89d6b996fe0b863cebba00,
//     rules/windows/process_creation/proc_creation_win_susp_system_exe_anomaly.yml at 02bc901fd783093ecf2c36da4f445f7d0b8508ad,
//     rules/windows/file/file_event/file_event_win_creation_system_file.yml at 02f6bf091c5169fdab137e84ee5dbb91659b87fd
//   Wine 8.0, https://www.winehq.org (LGPL-2.1), file names of Debian's package libwine 8.0~repack-4: what Wine stands in for
//   LOLBAS, https://github.com/LOLBAS-Project/LOLBAS (GPL-3.0), file names in yml/OSBinaries at 021a22d344cd1e4da84eff4454a4eb56bf2c618b
//   HijackLibs, https://github.com/wietze/HijackLibs (GPL-3.0), file names in yml/3rd_party and yml/microsoft/external, October 2026.
//     Both listings were read in part: LOLBAS a to p, HijackLibs about two thirds.
// Which folder holds what, what is left out and some more executables are our own tables: folders.mjs.
//
//   mkdir in
//   cp sigma/rules/windows/image_load/image_load_side_load_from_non_system_location.yml in      and the other two
//   dpkg -c libwine_*_amd64.deb > in/wine.txt                  after apt-get download libwine
//   git -C LOLBAS ls-files yml/OSBinaries > in/lolbas.txt
//   git -C HijackLibs ls-files yml/3rd_party yml/microsoft/external > in/hijacklibs.txt
//   node config/reference/windows/generate.mjs in
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { file, line, object, runAsScript, sorted } from '../lines.mjs';
import { ALSO_STOCK, ELSEWHERE, FOLDERS, NOT_STOCK } from './folders.mjs';

const LIBRARY = /\.(?:dll|cpl|ocx|drv|sys)$/;

/** Libraries that stock Windows has not, but looks for and loads from its own folders. */
const MISSING_BUT_LOADED = ['tsmsisrv.dll', 'tsvipsrv.dll', 'wlbsctrl.dll', 'wow64log.dll', 'wptsextensions.dll'];

/** Names in HijackLibs' folders that are no .dll. */
const OTHER_ENDINGS = { ldvpocx: 'ldvpocx.ocx', shellsel: 'shellsel.ocx' };

/** File names at the end of the paths in a Sigma rule's selection, in lower case. */
export function namesOfRule(text) {
  const { selection } = parse(text).detection;
  return Object.entries(selection)
    .filter(([field]) => field.endsWith('|endswith'))
    .flatMap(([, paths]) => paths)
    .map((path) => path.slice(path.lastIndexOf('\\') + 1).toLowerCase());
}

/** Base names of a listing's lines (paths, or the output of `dpkg -c`), in lower case. */
const namesOfListing = (text) =>
  text
    .split('\n')
    .map((row) =>
      row
        .slice(row.lastIndexOf('/') + 1)
        .trim()
        .toLowerCase(),
    )
    .filter((name) => name !== '');

/** HijackLibs' listing: library -> makers. */
function makersOf(listing) {
  const makers = {};
  for (const [, folder, name] of listing.matchAll(/^yml\/(3rd_party\/[^/]+|microsoft\/external)\/(.+)\.yml$/gm)) {
    const library = OTHER_ENDINGS[name.toLowerCase()] ?? `${name.toLowerCase()}.dll`;
    const maker = folder.startsWith('3rd_party/') ? folder.slice('3rd_party/'.length).toLowerCase() : 'microsoft';
    makers[library] = [...(makers[library] ?? []), maker];
  }
  return makers;
}

const setOf = (name) => ELSEWHERE[name] ?? (name.endsWith('.sys') ? 'drivers' : 'system');
const whereIs = (names) =>
  object(
    [...new Set(names)]
      .filter((name) => !NOT_STOCK.test(name))
      .sort()
      .map((name) => [name, setOf(name)]),
  );
const foldersOf = (names) => {
  const used = new Set(names.filter((name) => !NOT_STOCK.test(name)).map(setOf));
  return object(Object.entries(FOLDERS).filter(([set]) => used.has(set)));
};

const SIGMA =
  'SigmaHQ/sigma (Detection Rule Licence 1.1; rules by Florian Roth, Patrick Bareiss, Anton Kutepov, Sander Wiebing, Tim Shelton, Nasreddine Bencherchali)';
const LICENCE = 'names of files are facts; see generate.mjs for sources and commits';

/**
 * The text of each file, by name. Inputs are texts: three Sigma rules (libraryRule, processRule, fileRule), listings of Wine's files
 * (wine), of LOLBAS' and of HijackLibs' (lolbas, hijacklibs).
 */
export function generateWindows({ libraryRule, processRule, fileRule, wine, lolbas, hijacklibs }) {
  const wineNames = namesOfListing(wine);
  const sideloaded = namesOfRule(libraryRule);
  const libraries = [...sideloaded, ...wineNames.filter((name) => LIBRARY.test(name))];
  const executables = [
    ...namesOfRule(processRule),
    ...namesOfRule(fileRule),
    ...wineNames.filter((name) => name.endsWith('.exe')),
    ...ALSO_STOCK.map((name) => `${name}.exe`),
    ...namesOfListing(lolbas).map((name) => name.replace(/(?:\.exe)?\.ya?ml$/, '.exe')),
  ].filter((name) => name.endsWith('.exe'));

  const makers = makersOf(hijacklibs);
  for (const name of sideloaded) {
    if (!NOT_STOCK.test(name)) makers[name] = [...(makers[name] ?? []), 'windows'];
  }
  for (const name of MISSING_BUT_LOADED) makers[name] = ['windows, missing'];
  const sideloading = sorted(makers).map(([name, of]) => [name, [...new Set(of)].sort()]);

  return {
    'executables.json': file([
      ['source', line(`${SIGMA}, Wine 8.0, LOLBAS, our own list; folders: our own table`)],
      ['licence', line(LICENCE)],
      ['version', line('2026-11')],
      ['folders', foldersOf(executables)],
      ['executables', whereIs(executables)],
    ]),
    'libraries.json': file([
      ['source', line(`${SIGMA}, Wine 8.0; folders: our own table`)],
      ['licence', line(LICENCE)],
      ['version', line('2026-11')],
      ['folders', foldersOf(libraries)],
      ['libraries', whereIs(libraries)],
    ]),
    'sideloading.json': file([
      ['source', line(`${SIGMA} and HijackLibs`)],
      ['licence', line(LICENCE)],
      ['version', line('2026-11')],
      [
        'note',
        line(
          'Library to who makes it: windows for a stock one, "windows, missing" for one that stock Windows looks for and has not.',
        ),
      ],
      ['libraries', object(sideloading)],
    ]),
  };
}

runAsScript(import.meta.url, 'node config/reference/windows/generate.mjs FOLDER', (folder) => {
  const read = (name) => readFileSync(join(folder, name), 'utf8');
  return generateWindows({
    libraryRule: read('image_load_side_load_from_non_system_location.yml'),
    processRule: read('proc_creation_win_susp_system_exe_anomaly.yml'),
    fileRule: read('file_event_win_creation_system_file.yml'),
    wine: read('wine.txt'),
    lolbas: read('lolbas.txt'),
    hijacklibs: read('hijacklibs.txt'),
  });
});
