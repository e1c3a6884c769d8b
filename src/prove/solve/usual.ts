import type { Sought } from './test.ts';

/** What a field of a name like this holds in real rows, the plainest first; any language calls such fields much the same. */
const USUAL: readonly (readonly [RegExp, readonly Sought[]])[] = [
  [/sha_?256|hash/i, ['5b41362bc82b7f3d56edc5a306db22105707d01ff4819e26faef9724a2d406c9']],
  [/sha_?1/i, ['1f8ac10f23c5b5bc1167bda84b833e5c057a77d2']],
  [/md5/i, ['0cc175b9c0f1b6a831c399e269772661']],
  [/command_?line|^process$|parent_process$|\bcommand\b/i, ['sample.exe -a', '/usr/bin/sample -a']],
  [/folder_?path|file_?path|process_path|\bpath$/i, ['C:\\Users\\bob\\sample.exe', '/home/bob/sample']],
  [/registry_?(?:key|path)/i, ['HKEY_LOCAL_MACHINE\\SOFTWARE\\Sample']],
  [/(?:^|_|[a-z])(?:ip|address|addr)(?:v[46])?$|_ip$|^ip|client_?ip|ip_?address/i, ['203.0.113.9', '10.0.0.9']],
  [/url|uri|link/i, ['https://sample.example/a']],
  [/domain|fqdn|query/i, ['sample.example']],
  [/mail|upn|principal|recipient|sender/i, ['bob@contoso.com']],
  [/file_?name|process_?name|image/i, ['sample.exe', 'sample']],
  [/device_?name|computer|host|^dest$|^src$|dvc/i, ['ws1']],
  [/user|account|actor|caller|identity/i, ['bob', 'svc_sample']],
  [/port$/i, ['443', '50000']],
  [/country|location/i, ['NL']],
  [/severity/i, ['high']],
  [/_?id$/i, ['id-1']],
  [/status|code/i, ['200']],
];

/** Texts that real rows have in a field of this name. */
export function usualTexts(field: string): readonly Sought[] {
  return USUAL.find(([name]) => name.test(field))?.[1] ?? ['sample'];
}
