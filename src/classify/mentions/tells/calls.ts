import { type Tell, tellOf } from './tell.ts';

/** What a log records of Windows and of cloud services: event numbers, calls of an interface. */
export const CALL_TELLS: readonly Tell[] = [
  tellOf('T1136.003', 'createuser|new-mguser', /\bCreateUser\b|\bNew-(?:Mg|AzureAD)User\b|\biam create-user\b/),
  tellOf(
    'T1098.001',
    'createaccesskey|serviceprincipal|createserviceaccountkey|passwordcredential',
    /\bCreateAccessKey\b|\bcreate-access-key\b|\bCreateServiceAccountKey\b|\bAdd service principal credentials\b|\bAdd-MgServicePrincipalPassword\b/i,
  ),
  tellOf(
    'T1098.003',
    'global admin|administrator| role|attachuserpolicy|attachrolepolicy|putuserpolicy|addmembertorole|setiampolicy|updateassumerolepolicy',
    /\b(?:grant|assign|gave|give|elevat|promot)\w*\b.{0,50}\b(?:(?:Global|Privileged|Application|Exchange|User) Administrator|(?:admin\w*|privileged|Owner|Contributor) roles?|roles? of|cloud roles?)\b|\b(?:Attach(?:User|Role|Group)Policy|Put(?:User|Role)Policy|SetIamPolicy|UpdateAssumeRolePolicy|Add member to role)\b/i,
  ),
  tellOf(
    'T1685.002',
    'stoplogging|deletetrail|deletedetector|updatedetector|guardduty|cloudtrail|deleteflowlogs|adminauditlog',
    /\b(?:StopLogging|DeleteTrail|UpdateTrail|PutEventSelectors|DeleteDetector|UpdateDetector|DeleteFlowLogs)\b|\b(?:GuardDuty|CloudTrail|audit log\w*)\b.{0,60}\b(?:deleted|disabled|turned off|switched off|stopped|suspended)\b|\b(?:delet|disabl|stopp?|turn\w* off|switch\w* off|suspend)\w*\b.{0,40}\b(?:GuardDuty|CloudTrail|flow logs?)\b/i,
  ),
  tellOf(
    'T1580',
    'describeinstances|listbuckets|describedb|describesnapshots|describevpcs',
    /\b(?:DescribeInstances|ListBuckets|DescribeDBInstances|DescribeSnapshots|DescribeVpcs|DescribeVolumes)\b/i,
  ),
  tellOf(
    'T1526',
    'listfunctions|getcaller|listservices|getaccount',
    /\b(?:ListFunctions|ListServices|GetAccountSummary|ListFoundationModels)\b/i,
  ),
  tellOf(
    'T1087.004',
    'listusers|listroles|getcalleridentity|get-mguser|listaccounts',
    /\b(?:ListUsers|ListRoles|GetCallerIdentity|Get-(?:Mg|AzureAD)User)\b/i,
  ),
  tellOf('T1619', 'listobjects', /\bListObjects(?:V2)?\b/i),
  tellOf(
    'T1530',
    'cloud storage|buckets|s3 |s3:|bucket|blob|getobject|storage account',
    /\bGetObject\b|\b(?:copi|download|steal|stole|exfiltrat|read|sync|dump|empt|taken|fetch)\w*\b.{0,60}\b(?:S3|buckets?|blobs?|storage accounts?|cloud storage)\b/i,
  ),
  tellOf(
    'T1537',
    'modifysnapshot|snapshot|another account|external account',
    /\bModify(?:DB)?SnapshotAttribute\b|\bModifyImageAttribute\b|\bshar(?:ed|es|ing)\b.{0,60}\b(?:with|to) (?:an|another|their own) (?:external |foreign |attacker\S* )?(?:AWS |Azure )?account\b/i,
  ),
  tellOf(
    'T1651',
    'sendcommand|run command|send-command|runcommand',
    /\b(?:SendCommand|ssm send-command|Invoke-AzVMRunCommand|RunCommand)\b|\b(?:SSM|Azure|VM) Run ?Command\b/i,
  ),
  tellOf(
    'T1555.006',
    'getsecretvalue|key vault|secrets manager',
    /\bGetSecretValue\b|\b(?:read|dump|list|steal|stole|extract|retriev|access)\w*\b.{0,40}\b(?:Key Vaults?|Secrets Manager|secret stores?)\b/i,
  ),
  tellOf(
    'T1552.005',
    '169.254.169.254|imds|metadata',
    /\b169\.254\.169\.254\b|\bIMDS(?:v[12])?\b|\binstance metadata\b/i,
  ),
  tellOf(
    'T1552.007',
    'serviceaccount|secrets',
    /\/var\/run\/secrets\/kubernetes|\bkubectl get secrets\b|\bKubernetes secrets\b/i,
  ),
  tellOf(
    'T1114.002',
    'mailboxexport|mailitemsaccessed|mailbox|mail of|mails of',
    /\bNew-MailboxExportRequest\b|\bMailItemsAccessed\b|\b(?:export|download|read|search|cop)\w*\b.{0,40}\bmailbox(?:es)?\b|\b(?:mails?|e-?mails) of\b.{0,40}\b(?:was|were) (?:read|copied|downloaded|searched)\b|\bmailbox(?:es)? .{0,20}\b(?:exported|downloaded|copied)\b/i,
  ),
  tellOf(
    'T1114.003',
    'transport rule|mail rule|mailbox rule|email rule|e-mail rule|inbox|forward|inboxrule',
    /\b(?:New|Set)-InboxRule\b|\b(?:inbox|mailbox|forwarding|e-?mail|transport) rules?\b|\bforward(?:s|ed|ing)?\b.{0,30}\b(?:e-?mails?|messages?|mail)\b.{0,30}\b(?:to|external)\b/i,
  ),
  tellOf(
    'T1564.008',
    'inbox rule|mailbox rule|inboxrule',
    /\b(?:inbox|mailbox|e-?mail) rules?\b.{0,80}\b(?:hid|mov|delet|mark)\w*|\b(?:hid|mov|delet)\w*\b.{0,80}\b(?:inbox|mailbox|e-?mail) rules?\b/i,
  ),
  tellOf(
    'T1021.001',
    'logon type 10|mstsc|xfreerdp|1149',
    /\b(?:logon )?type 10\b|\bmstsc(?:\.exe)?\b|\bxfreerdp\b|\bevent (?:id )?1149\b/i,
  ),
];
