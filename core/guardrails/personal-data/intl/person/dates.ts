const months: Readonly<Record<string, number>> = {
	jan: 1,
	fev: 2,
	feb: 2,
	mar: 3,
	abr: 4,
	apr: 4,
	mai: 5,
	may: 5,
	jun: 6,
	jul: 7,
	ago: 8,
	aug: 8,
	set: 9,
	sep: 9,
	out: 10,
	oct: 10,
	nov: 11,
	dez: 12,
	dec: 12,
};
const month =
	'(?:jan(?:eiro|uary)?|fev(?:ereiro)?|feb(?:ruary)?|mar(?:[cç]o|ch)?|abr(?:il)?|apr(?:il)?|maio?|may|jun(?:ho|e)?|jul(?:ho|y)?|ago(?:sto)?|aug(?:ust)?|set(?:embro)?|sept?(?:ember)?|out(?:ubro)?|oct(?:ober)?|nov(?:embro|ember)?|dez(?:embro)?|dec(?:ember)?)\\.?';
const separator = '\\s{0,2}[/.\\-]\\s{0,2}';
const year = "(?:\\d{4}|'?\\d{2})";
const ordinal = '(?:st|nd|rd|th|[ºª°o])?';
const edge = '(?![\\p{L}\\p{N}*]|[/.\\-]\\d)';

/** ISO, digits in either order, or months in words. */
const dateForm = new RegExp(
	'(?<![\\p{L}\\p{N}*]|\\d[/.\\-])(?:' +
		[
			`\\d{4}${separator}\\d{1,2}${separator}\\d{1,2}(?:(?=T\\d\\d:)|${edge})`,
			`\\d{1,2}${separator}\\d{1,2}${separator}${year}${edge}`,
			`\\d{1,2}${ordinal}[\\s./\\-]{0,3}(?:(?:de|of|dia do mes de)\\s{1,2})?${month}[\\s,./\\-]{0,3}(?:(?:de|do ano de)\\s{1,2})?${year}${edge}`,
			`${month}[\\s\\-]{1,2}(?:the\\s)?\\d{1,2}${ordinal}[\\s,\\-]{1,3}(?:of\\s)?${year}${edge}`,
		].join('|') +
		')',
	'iuy',
);
const monthBefore = new RegExp(`(?<!\\p{L})(${month}[\\s\\-]{1,2}(?:the\\s)?)$`, 'iu');
/** Dates only where one is expected: eight digits, or separated by spaces. */
const bare = new RegExp(`^(?:\\d{8}|\\d{2}\\s\\d{2}\\s(?:\\d{4}|\\d{2})|\\d{4}\\s\\d{2}\\s\\d{2})${edge}`, 'u');
const slippedDate = /(?<![\p{L}\p{N}*])[\dOoIlSBZ]{1,2}[/.-][\dOoIlSBZ]{1,2}[/.-][\dOoIlSBZ]{2,4}(?![\p{L}\p{N}*]|[/.-]\d)/u;
const slipBefore = /[OoIlSBZ]/;
const farthestSlip = 24;
const slips: Readonly<Record<string, string>> = { O: '0', o: '0', I: '1', l: '1', S: '5', B: '8', Z: '2' };

export interface CalendarDate {
	year: number;
	month: number;
	day: number;
}

export function findDate(text: string): { start: number; end: number; date: CalendarDate } | undefined {
	const figures = text.search(/\d/);
	if (figures < 0) return undefined;
	const month = monthBefore.exec(text.slice(Math.max(0, figures - 16), figures));
	const start = month ? figures - (month[0].length - month[0].indexOf(month[1]!)) : figures;
	dateForm.lastIndex = start;
	const written = dateForm.exec(text)?.[0];
	const date = written === undefined ? undefined : readDate(written);
	if (written !== undefined) return date && { start, end: start + written.length, date };
	const slipped = slipBefore.test(text.slice(Math.max(0, figures - 3), figures + 3)) ? slippedDate.exec(text.slice(0, farthestSlip)) : null;
	if (!slipped || slipped[0].replace(/\D/g, '').length < 4) return undefined;
	const mended = readDate(slipped[0].replace(/[A-Za-z]/g, (letter) => slips[letter]!));
	return mended && { start: slipped.index, end: slipped.index + slipped[0].length, date: mended };
}

export function bareDateAt(text: string): { length: number; date: CalendarDate } | undefined {
	const written = bare.exec(text)?.[0];
	if (!written) return undefined;
	const digits = written.replace(/\D/g, '');
	const yearFirst = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
	const yearLast = `${digits.slice(0, 2)}-${digits.slice(2, 4)}-${digits.slice(4)}`;
	const date = readDate(/^(?:19|20)\d\d(?:0[1-9]|1[0-2])/.test(digits) && digits.length === 8 ? yearFirst : yearLast) ?? readDate(yearLast);
	return date && { length: written.length, date };
}

/** Day before month if both are possible. Undefined for an impossible day. */
export function readDate(written: string): CalendarDate | undefined {
	const numbers = (written.match(/\d+/g) ?? []).map(Number);
	const named =
		months[
			/\p{L}{3,}/u
				.exec(written.replace(/\b(?:the|dia|ano)\b/gi, ''))?.[0]
				.slice(0, 3)
				.toLowerCase() ?? ''
		];
	const [first = 0, second = 0, third = 0] = numbers;
	if (named) return existing({ year: fullYear(second, written), month: named, day: first });
	if (/^\d{4}/.test(written)) return existing({ year: first, month: second, day: third });
	const year = fullYear(third, written);
	return existing({ year, month: second, day: first }) ?? existing({ year, month: first, day: second });
}

/** Two digits mean a year of the last hundred. */
function fullYear(year: number, written: string): number {
	if (!/(?:^|\D)\d{2}$/.test(written)) return year;
	return year + (year + 2000 > thisYear() ? 1900 : 2000);
}

const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function existing(date: CalendarDate): CalendarDate | undefined {
	return date.day >= 1 && date.day <= (days[date.month - 1] ?? 0) ? date : undefined;
}

export function thisYear(): number {
	return new Date().getFullYear();
}
