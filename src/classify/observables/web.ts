import { COMMON_NAMES } from '../specific/common.ts';
import { isStockFile } from '../stock.ts';
import type { ObservableRule } from './rules.ts';

/** A browser's own user agent: most of all requests have one like it. */
const BROWSER =
  /^Mozilla\/[45]\.0 \((?:Windows NT|Macintosh|X11|Linux|iPhone|iPad|Android|compatible; MSIE|Windows; U)[^)]*\)(?:\s+(?:AppleWebKit|Gecko|Chrome|Safari|Version|Mobile|Firefox|Edg|OPR|Trident|like|KHTML)[^()]*(?:\(KHTML, like Gecko\)[^()]*)?)?$/i;
/** What many programs send that nobody attacks with. */
const LIBRARY =
  /^(?:axios|python-requests|python-urllib|aiohttp|httpx|curl|wget|go-http-client|okhttp|java|ruby|node-fetch|undici|fasthttp|libwww-perl|postmanruntime|powershell|windowspowershell|microsoft bits|aws-cli|aws-sdk|boto3?|botocore|azure-?cli|guzzlehttp|bav2ropc|apache-httpclient|restsharp|winhttp|wininet|got|request)\b/i;

const userAgent: ObservableRule = {
  kind: 'userAgent',
  guard: /user[- ]?agent|useragent/i,
  patterns: [
    /\buser[- ]?agents?\b["'`]?(?:\s+(?:strings?|headers?|of|is|was|are|as|fields?|values?|named|set|to|such|like|the|a|containing|reading|HTTP)\b)*\s*[:=]?\s*(?=["'`])/gi,
    /\buser[- ]?agents?\b["'`]?(?:\s+(?:strings?|headers?|of|is|was|are|as|fields?|values?|named|set|to|such|like|the|a)\b)*\s*[:=]?\s*(?<value>(?!Mozilla)[A-Za-z][\w.+-]{1,40}\/v?\d[\w.+-]*)/gi,
    /\buser[- ]?agents?\b(?:\s+(?:strings?|headers?|is|was|of)\b)*\s*[:=]?\s+(?<value>Mozilla\/\d\.\d [^\n"`]{5,240})/gi,
  ],
  accept: ({ value }) => {
    const text = value.replace(/[\s.,;]+$/, '');
    return text.length >= 5 && /^[A-Za-z0-9(]/.test(text) && /[A-Za-z]{3}/.test(text) ? text.slice(0, 250) : null;
  },
  role: (value) => (BROWSER.test(value) ? 'benign' : LIBRARY.test(value) ? 'abused' : 'attacker'),
  unhunted: () => undefined,
};

/** Where files of a machine lie: no address of a page. */
const FOLDER =
  /^\/(?:var|tmp|etc|usr|opt|home|root|dev|bin|sbin|lib|mnt|srv|run|boot|proc|private|Users|Library|Applications|Volumes|System)\//;

const webPath: ObservableRule = {
  kind: 'webPath',
  guard: /\.(?:aspx?|ashx|asmx|jspx?|php\d?|cfm|cgi)\b/i,
  patterns: [
    /(?<![\w.:/\\\]-])(?<value>\/(?:[\w.~%+-]+\/){0,8}[\w.~%+-]+\.(?:aspx?|ashx|asmx|jspx?|php\d?|cfm|cgi))(?![\w/])/gi,
  ],
  accept: ({ value }) => (FOLDER.test(value) ? null : value),
  unhunted: (value) => {
    const name = value.slice(value.lastIndexOf('/') + 1).toLowerCase();
    return value.lastIndexOf('/') === 0 && (COMMON_NAMES.has(name) || isStockFile(name) || name.indexOf('.') <= 4)
      ? 'any web server may have a page of this name'
      : undefined;
  },
};

const request: ObservableRule = {
  kind: 'request',
  guard: /\b(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|URIs?|endpoints?|requests?)\b/,
  patterns: [
    /\b(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS)\s+(?:requests?\s+)?(?:(?:to|for|on)\s+)?(?:the\s+)?(?:(?:URI|URL|endpoint|path)\s+)?["'`(]*(?<value>\/(?!\/)[^\s"'`<>()|,;]{3,160})/g,
    /\b(?:URIs?|endpoints?|URL paths?|API paths?)\b(?:\s+(?:path|is|was|of|at|called|named|like|such as))*[:,]?\s+["'`(]*(?<value>\/(?!\/)[^\s"'`<>()|,;]{3,160})/gi,
    /\brequests?\s+(?:to|for|on)\s+(?:the\s+)?["'`(]*(?<value>\/(?!\/)[^\s"'`<>()|,;]{3,160})/gi,
  ],
  accept: ({ value }) => {
    const path = value.replace(/[.,:;!?\])}]+$/, '');
    return FOLDER.test(path) || /^\/+$/.test(path) ? null : path;
  },
  unhunted: (value) =>
    value.split(/[/?]/).filter((part) => part.length > 2).length < 2 && !/[?=%]|\.\w+$|\d{3}/.test(value)
      ? 'any web server may have a page of this name'
      : undefined,
};

const bot: ObservableRule = {
  kind: 'bot',
  guard: /\bbot|telegram|t\.me|webhook/i,
  patterns: [
    // Names of Telegram's bots end in "bot" (https://core.telegram.org/bots/features#botfather).
    /(?<![\w.@])@(?<value>[A-Za-z]\w{2,28}bot)\b/gi,
    /\bt\.me\/(?:joinchat\/|\+)?(?<value>[A-Za-z]\w{4,31})\b/g,
    // A token is the bot's number and a secret (https://core.telegram.org/bots/api#authorizing-your-bot).
    /(?:\/bot|\btoken\b[^.\n]{0,20}?["'`\s:=])(?<value>\d{8,10}:[A-Za-z0-9_-]{30,40})\b/g,
    /\bdiscord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/(?<value>\d{17,20})\b/gi,
  ],
  accept: ({ value }) => (/^(?:share|joinchat|iv|addstickers|socks|proxy)$/i.test(value) ? null : value),
};

/** What shows on the web: in proxies, and on servers of one's own. */
export const WEB_RULES: readonly ObservableRule[] = [userAgent, webPath, request, bot];
