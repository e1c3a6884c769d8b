/**
 * By first letters: English (https://www.rfc-editor.org/rfc/rfc822), German, French, Spanish, Italian, Portuguese, Dutch,
 * Scandinavian, Romanian, Hungarian, Indonesian, Turkish, Polish; Russian, Bulgarian, Serbian, Ukrainian and Belarusian; Greek;
 * Arabic. Without marks: `й` is `и` here, as `ü` is `u`. Not `listopad`, which is November in Poland and October in Croatia.
 */
const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'ene', 'gen', 'ian', 'oca', 'sty', 'янв', 'яну', 'јан', 'січ', 'сту', 'ιαν', 'ينا'],
  ['feb', 'fev', 'sub', 'lut', 'фев', 'феб', 'лют', 'φεβ', 'فبر'],
  ['mar', 'mae', 'mrt', 'мар', 'бер', 'сак', 'μαρ', 'مار'],
  ['apr', 'abr', 'avr', 'nis', 'kwi', 'апр', 'кві', 'кра', 'απρ', 'أبر', 'ابر'],
  ['may', 'mai', 'mag', 'mei', 'maj', 'май', 'маи', 'мая', 'мај', 'тра', 'μαι', 'ماي'],
  ['jun', 'juin', 'giu', 'iun', 'haz', 'cze', 'июн', 'юни', 'јун', 'чер', 'чэр', 'ιουν', 'يون'],
  ['jul', 'juil', 'lug', 'iul', 'tem', 'lipc', 'lipie', 'июл', 'юли', 'јул', 'лип', 'ліп', 'ιουλ', 'يول'],
  ['aug', 'aou', 'ago', 'agu', 'sie', 'авг', 'сер', 'жні', 'αυγ', 'أغس', 'اغس'],
  ['sep', 'set', 'sze', 'eyl', 'wrz', 'сен', 'сеп', 'вер', 'σεπ', 'سبت'],
  ['oct', 'okt', 'out', 'ott', 'eki', 'paz', 'окт', 'жов', 'кас', 'οκτ', 'أكت', 'اكت'],
  ['nov', 'noi', 'kas', 'ноя', 'ное', 'нов', 'лис', 'ліс', 'νοε', 'نوف'],
  ['dec', 'dez', 'dic', 'des', 'ara', 'gru', 'дек', 'дец', 'гру', 'сне', 'δεκ', 'ديس'],
];

/** Chinese numbers of months, 一月 to 十二月. */
const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];

/** Minutes east of UTC. https://www.rfc-editor.org/rfc/rfc822#section-5.1, and the zones that feeds name beside. */
const ZONES: Readonly<Record<string, number>> = {
  ut: 0, utc: 0, gmt: 0, z: 0, wet: 0,
  bst: 60, cet: 60, west: 60, met: 60, cest: 120, eet: 120, mest: 120, eest: 180, msk: 180,
  ist: 330, hkt: 480, sgt: 480, awst: 480, jst: 540, kst: 540, aest: 600, aedt: 660, nzst: 720, nzdt: 780,
  est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420, brt: -180,
}; // biome-ignore format: a table

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * A feed's date as `YYYY-MM-DD` in UTC, or null if it gives no unambiguous day: RFC 822 (https://www.rfc-editor.org/rfc/rfc822)
 * with its usual mistakes, ISO 8601, numbers of seconds, and dates in words, Cyrillic, Chinese, Japanese and Korean ones too.
 * Times without a zone are UTC. `05/06/2026` is two days; neither is guessed. Years before 1990 are treated as an unset date.
 */
export function parseDate(text: string): string | null {
  const plain = text
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    // Korean syllables are whole again; й stays without its mark.
    .normalize('NFC')
    // Arabic-Indic digits and those of Persian and Urdu.
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
  if (/^\d{10}(?:\.\d+)?$/.test(plain)) return dayOf(Number(plain) * 1000);
  if (/^\d{13}$/.test(plain)) return dayOf(Number(plain));
  const day = numericDay(plain) ?? countedDay(plain) ?? wordedDay(plain);
  if (!day) return null;
  const { year, month, day: date } = day;
  const midnight = Date.UTC(year, month - 1, date);
  const check = new Date(midnight);
  if (check.getUTCMonth() !== month - 1 || check.getUTCDate() !== date) return null;
  return dayOf(midnight + minutesOf(plain) * 60_000);
}

function dayOf(time: number): string | null {
  const date = new Date(time);
  if (Number.isNaN(time) || date.getUTCFullYear() < 1990 || date.getUTCFullYear() > 9999) return null;
  return date.toISOString().slice(0, 10);
}

/** `2026-05-12`, `2026/5/12`, `20260512`, `2026年5月12日`, `12.05.2026`, and with slashes where only one order is possible. */
function numericDay(text: string): Day | undefined {
  const iso =
    /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/.exec(text) ?? /^(\d{4})()(\d{2})(\d{2})(?=t|$| |\d{6}z?$)/.exec(text);
  if (iso) return { year: Number(iso[1]), month: Number(iso[3]), day: Number(iso[4]) };
  const cjk = /(?<!\d)(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日号號일]/.exec(text);
  if (cjk) return { year: Number(cjk[1]), month: Number(cjk[2]), day: Number(cjk[3]) };
  const dotted = /^(?:[a-z]+,? )?(\d{1,2})\.(\d{1,2})\.(\d{4})\b/.exec(text);
  if (dotted) return { year: Number(dotted[3]), month: Number(dotted[2]), day: Number(dotted[1]) };
  const slashed = /^(?:[a-z]+,? )?(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b/.exec(text);
  if (!slashed) return undefined;
  const [first, second, year] = [Number(slashed[1]), Number(slashed[2]), Number(slashed[3])];
  if (first > 12) return { year, month: second, day: first };
  if (second > 12 || first === second) return { year, month: first, day: second };
  return undefined;
}

/** By weeks (`2026-W20-2`) or days of the year (`2026-132`), as ISO 8601 has them; `12 tháng 5 năm 2026`. */
function countedDay(text: string): Day | undefined {
  const week = /^(\d{4})-?w(\d{2})-?([1-7])(?!\d)/.exec(text);
  const ordinal = /^(\d{4})-(\d{3})(?!\d)/.exec(text);
  const vietnamese = /(\d{1,2}) thang (\d{1,2}),? (?:nam )?(\d{4})/.exec(text);
  if (vietnamese) return { year: Number(vietnamese[3]), month: Number(vietnamese[2]), day: Number(vietnamese[1]) };
  if (ordinal && Number(ordinal[2]) >= 1 && Number(ordinal[2]) <= 366)
    return dayNumber(Number(ordinal[1]), Number(ordinal[2]));
  if (!week) return undefined;
  const [year, number, weekday] = [Number(week[1]), Number(week[2]), Number(week[3])];
  // The first week holds the fourth of January.
  const fourth = new Date(Date.UTC(year, 0, 4)).getUTCDay() || 7;
  return number > 53 ? undefined : dayNumber(year, 4 - fourth + (number - 1) * 7 + weekday);
}

function dayNumber(year: number, number: number): Day {
  const date = new Date(Date.UTC(year, 0, number));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** `Tue, 12 May 2026`, `May 12th, 2026`, `12-May-26`, `12 de mayo de 2026`, `Tue May 12 10:00:00 UTC 2026`, `2026 May 12`. */
function wordedDay(text: string): Day | undefined {
  const dayFirst = DAY_FIRST.exec(text);
  const day = dayFirst && worded(dayFirst[3], dayFirst[2], dayFirst[1]);
  if (day) return day;
  const monthFirst = MONTH_FIRST.exec(text);
  if (monthFirst) return worded(monthFirst[3], monthFirst[1], monthFirst[2]);
  const yearFirst = YEAR_FIRST.exec(text);
  return yearFirst ? worded(yearFirst[1], yearFirst[2], yearFirst[3]) : undefined;
}

const MONTH = String.raw`\p{L}{3,12}|(?:\d{1,2}|[一二三四五六七八九十]{1,2}) ?[月월]`;
const DAY_FIRST = new RegExp(
  String.raw`(?<![\p{L}\d])(\d{1,2})(?:st|nd|rd|th|\.|º)?[ -](?:de )?(${MONTH})\.?,?[ -](?:de )?(?:[\d:]{5,8}(?: [a-z]{1,5})? )?(\d{4}|\d{2})(?!\d|:)`,
  'u',
);
const MONTH_FIRST = new RegExp(
  String.raw`(?<![\p{L}\d])(${MONTH})\.? (\d{1,2})(?:st|nd|rd|th)?,? (?:[\d:]{5,8}(?: [ap]m)?(?: [a-z]{1,5})? )?(\d{4})(?!\d)`,
  'u',
);

const YEAR_FIRST = new RegExp(String.raw`(?<!\d)(\d{4})\.?[ -](${MONTH})\.?[ -](\d{1,2})(?!\d)`, 'u');

function worded(year = '', name = '', day = ''): Day | undefined {
  const month = monthOf(name);
  if (month === 0) return undefined;
  // https://www.rfc-editor.org/rfc/rfc2822#section-4.3: years of two digits.
  const full = year.length === 2 ? Number(year) + (Number(year) < 50 ? 2000 : 1900) : Number(year);
  return { year: full, month, day: Number(day) };
}

function monthOf(name: string): number {
  const [, numeral] = /^(.{1,2}?) ?[月월]$/u.exec(name) ?? [];
  if (numeral !== undefined) return Number(numeral) || NUMERALS.indexOf(numeral) + 1;
  return MONTHS.findIndex((names) => names.some((start) => name.startsWith(start))) + 1;
}

/** Minutes from midnight of the written day to the moment in UTC; 0 where no time is written. */
function minutesOf(text: string): number {
  const time =
    /(?:^|[ t-])(\d{1,2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)? ?([ap]m\b)? ?(?:\(?(?:gmt|utc)? ?([+-]\d{1,2}):?(\d{2})?|([a-z]{1,5}))?/.exec(
      text,
    );
  if (!time) return 0;
  let hours = Number(time[1]);
  // An invalid time does not invalidate the day.
  if (hours > 24 || Number(time[2]) > 59) return 0;
  if (time[3] === 'pm' && hours < 12) hours += 12;
  if (time[3] === 'am' && hours === 12) hours = 0;
  const local = hours * 60 + Number(time[2]);
  if (time[4] !== undefined) {
    const sign = time[4].startsWith('-') ? -1 : 1;
    return local - sign * (Math.abs(Number(time[4])) * 60 + Number(time[5] ?? 0));
  }
  return local - (ZONES[time[6] ?? ''] ?? 0);
}
