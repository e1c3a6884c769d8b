import { isParticularWord } from './names.ts';
import type { ObservableRule } from './rules.ts';

const UUID = '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}';

/**
 * Microsoft's own applications that attackers borrow and everybody uses
 * (https://learn.microsoft.com/en-us/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in).
 */
const FIRST_PARTY = new Set([
  '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
  '1b730954-1685-4b74-9bfd-dac224a7b894',
  '1950a258-227b-4e31-a9cf-717495945fc2',
  '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
  '29d9ed98-a469-4536-ade2-f981bc1d605e',
  'd3590ed6-52b3-4102-aeff-aad2292ab01c',
  '00000002-0000-0ff1-ce00-000000000000',
  '00000003-0000-0000-c000-000000000000',
  '00000003-0000-0ff1-ce00-000000000000',
  'aebc6443-996d-45c2-90f0-388ff96faa56',
  '27922004-5251-4030-b22d-91ecd9a37ea4',
  'ab9b8c07-8f02-4f72-87fa-80105867a763',
]);

const oauthApp: ObservableRule = {
  kind: 'oauthApp',
  guard: /\bapp|client[ _-]?id|oauth|service principal/i,
  patterns: [
    /\b(?:OAuth|Entra(?: ID)?|Azure(?: AD)?|enterprise|consent\w*|registered|multi-?tenant|cloud|malicious|rogue|third-party|connected)\s+(?:OAuth\s+)?app(?:lication)?s?\b,?(?:\s+(?:named|called|registered as|with the name|under the name))?\s*[:,]?\s*(?=["'`])/gi,
    /\bapp(?:lication)?s?\s+(?:named|called|registered as)\s+(?=["'`])/gi,
    new RegExp(
      String.raw`\b(?:app(?:lication)?|client|service principal)[ _-]?(?:\((?:client)\)\s*)?ids?\b(?:\s+(?:is|of|was))*\s*[:=]?\s*["'\x60(]*(?<value>${UUID})`,
      'gi',
    ),
  ],
  accept: ({ value }) =>
    new RegExp(`^${UUID}$`, 'i').test(value) ? value.toLowerCase() : value.length >= 4 ? value : null,
  role: (value, sentence) => (FIRST_PARTY.has(value) || isNamedAsMicrosofts(value, sentence) ? 'abused' : 'attacker'),
  unhunted: (_value, role) =>
    role === 'abused' ? "one of Microsoft's own applications, which everybody uses" : undefined,
};

/** `29d9ed98-… (Microsoft Authentication Broker)`. */
function isNamedAsMicrosofts(value: string, sentence: string): boolean {
  const at = sentence.toLowerCase().indexOf(value);
  return (
    at >= 0 &&
    /^["'`]?\s*\(["'`]?(?:Microsoft|Azure|Office|Windows|Visual Studio)\b/.test(sentence.slice(at + value.length))
  );
}

const cloudUser: ObservableRule = {
  kind: 'cloudUser',
  guard: /\b(?:AWS|IAM|Azure|GCP|cloud|Entra|Okta|tenant|service account|principal)\b/i,
  patterns: [
    /\b(?:AWS|IAM|Azure(?: AD)?|GCP|Google Cloud|cloud|Entra(?: ID)?|Okta)\s+(?:IAM\s+)?(?:(?:admin(?:istrator)?|backdoor|new|guest|service)\s+)?(?:users?|roles?|accounts?|service accounts?|principals?|identit(?:y|ies))\b,?(?:\s+(?:named|called|is|was))?\s*[:,]?\s*(?=["'`\p{L}])/giu,
    /\barn:aws:(?:iam|sts)::[\d*X]{0,12}:(?:user|role|assumed-role)\/(?<value>[\w+=,.@-]{3,64})/gi,
    /\b(?<value>[a-z][a-z0-9-]{5,29}@[a-z][\w-]{3,60}\.iam\.gserviceaccount\.com)\b/g,
  ],
  accept: ({ value, quoted }) => {
    const name = value.replace(/[.,]+$/, '');
    if (name.length < 4 || /\s|^(?:admin|administrator|root|user|role|OrganizationAccountAccessRole)$/i.test(name))
      return null;
    return quoted || isParticularWord(name) ? name : null;
  },
};

const CALL =
  /(?<![\w.:])(?<value>(?:Create|Put|Delete|Update|Attach|Detach|Get|List|Describe|Assume|Stop|Start|Modify|Run|Terminate|Add|Remove|Invoke|Disable|Enable|Authorize|Revoke|Send|Copy|Share(?!Point)|Leave|Schedule|Batch|Change|Set|Register|Lookup)[A-Z][a-z][A-Za-z0-9]{2,48})(?![\w(])/g;

const cloudCall: ObservableRule = {
  kind: 'cloudCall',
  guard: /\b(?:AWS|IAM|CloudTrail|S3|EC2|STS|Lambda|Bedrock|SES|KMS|Organizations|Secrets ?Manager)\b/,
  patterns: [CALL],
  accept: ({ value }) => (value.length <= 50 ? value : null),
  role: () => 'abused',
};

/** Networks of clouds and content delivery, from which all the world signs in. */
const COMMON_NETWORKS = new Set(
  '8075 8068 15169 396982 16509 14618 13335 54113 20940 32934 16625 714 36351 31898 45102 14061 8560 3356 7018 701 7922'.split(
    ' ',
  ),
);

const network: ObservableRule = {
  kind: 'network',
  guard: /\bAS ?N? ?\d/i,
  patterns: [/(?<![\w-])(?:ASN?[ -]?|autonomous system (?:number )?)#?(?<value>\d{3,7})(?![\w.-]*\w)/g],
  accept: ({ value }) => (Number(value) > 100 && Number(value) < 4_200_000_000 ? value : null),
  role: (value) => (COMMON_NETWORKS.has(value) ? 'benign' : 'abused'),
};

/** What shows in directories, sign-ins and clouds. */
export const IDENTITY_RULES: readonly ObservableRule[] = [oauthApp, cloudUser, cloudCall, network];
