/** Columns of sign-ins by users, or by applications on their behalf. */
const USER_SIGN_IN = {
  Country: 'Location',
  AccountUpn: 'UserPrincipalName',
  AccountName: 'UserPrincipalName',
  AccountDisplayName: 'UserDisplayName',
  AccountObjectId: 'UserId',
  Application: 'AppDisplayName',
  ApplicationId: 'AppId',
  ErrorCode: 'toint(ResultType)',
};

/** The same for service principals and managed identities. */
const APP_SIGN_IN = { Country: 'Location', ApplicationId: 'AppId', ErrorCode: 'toint(ResultType)' };

/**
 * Columns that hunts use on tables which lack them, and their counterparts there: our own reading, by table. Counted in 799
 * distinct hunts of one feed: AccountName on device tables 181 times, on UrlClickEvents and EmailAttachmentInfo in two use cases
 * that nearly every phishing article fires. (Device tables follow the rule `InitiatingProcess` + name.)
 */
export const JUDGED_COLUMNS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  UrlClickEvents: {
    AccountName: 'AccountUpn',
    RecipientEmailAddress: 'AccountUpn',
    UserPrincipalName: 'AccountUpn',
    RemoteUrl: 'Url',
    RemoteIP: 'IPAddress',
  },
  EmailAttachmentInfo: {
    AccountName: 'RecipientEmailAddress',
    AccountUpn: 'RecipientEmailAddress',
    SenderAddress: 'SenderFromAddress',
  },
  EmailEvents: {
    AccountName: 'RecipientEmailAddress',
    AccountUpn: 'RecipientEmailAddress',
    SenderAddress: 'SenderFromAddress',
    SenderDomain: 'SenderFromDomain',
  },
  CloudAppEvents: {
    AccountName: 'AccountDisplayName',
    AccountUpn: 'AccountId',
    UserPrincipalName: 'AccountId',
    AppName: 'Application',
  },
  SigninLogs: USER_SIGN_IN,
  AADNonInteractiveUserSignInLogs: USER_SIGN_IN,
  AADServicePrincipalSignInLogs: APP_SIGN_IN,
  AADManagedIdentitySignInLogs: APP_SIGN_IN,
};
