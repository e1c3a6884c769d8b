import { codeArea } from '../core/codes.ts';

/** Problems of the configuration and of the lists of feeds that it names. */
export const CONFIG_CODES = codeArea('config', 'Configuration', {
  config: {
    means: 'A key of the configuration is unknown or missing, or its value is not of the form that the key takes.',
    cause: 'A misspelt key, a value of another type, or a key at the wrong level of the file.',
    remedy: 'Compare the named line with `huntsync init --print`, which explains every key.',
  },
  'missing-variable': {
    means: 'The configuration names an environment variable that is not set.',
    cause: 'The variable was not exported to the process, or its name is misspelt.',
    remedy: 'Set the variable where huntsync is started: in the shell, the service unit or the container.',
  },
  'missing-secret': {
    means: 'The configuration names a file that holds a secret, and it cannot be read or is empty.',
    cause: 'The secret is not mounted where it is looked for, or this account may not read it.',
    remedy: 'Mount the secret there, or correct the path after file:.',
  },
  'forbidden-secret': {
    means: 'A file of platforms names a variable or a file that it may not use.',
    cause: 'The name is misspelt, or somebody tries to use the secret of another file.',
    remedy: 'Correct the name, or allow it under `platformsFrom` (docs/operate.md, Many customers).',
  },
  'shared-credential': {
    means: 'Several files of platformsFrom sign in with one credential, or as one identity.',
    cause:
      'Two variables or files hold the same secret, two files name the same one, or they leave signing in to one identity of Azure: that of this machine, or one application.',
    remedy:
      'Give each customer a credential of its own, so that what one has opens nothing of another; where they are one organisation, nothing needs to be done.',
  },
  'inline-secret': {
    means: 'A password, token or key stands in the configuration file itself.',
    cause: 'The secret was written into the file instead of into an environment variable.',
    remedy:
      'Put it into an environment variable and name that in the file, as `huntsync init --print` shows; replace a secret that was shared.',
  },
});
