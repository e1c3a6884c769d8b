import type { PlatformStart } from '../sync/platform-start.ts';

/** A Splunk in a new configuration: nothing scheduled, no records, an authentication token. */
export const SPLUNK_START: PlatformStart = {
  name: 'soc-splunk',
  asks: [{ key: 'url', is: 'https:// address of the management port', example: 'https://splunk.example:8089' }],
  lines: [
    `token: \${SPLUNK_TOKEN}         # of an account that may write in the app`,
    `# or username: \${SPLUNK_USERNAME}`,
    `#    password: \${SPLUNK_PASSWORD}`,
    'app: huntsync                  # the app that the saved searches live in',
    '# ca: ./splunk-ca.pem          # a private CA that signed the certificate',
    'schedule:',
    '  enabled: false               # true: the saved searches run by themselves',
    '# records:                     # articles, hunts and indicators in the collections of the app, for its dashboards',
    '#   kvStore: true',
  ],
  page: 'docs/splunk.md',
};
