import type * as PhoneLibrary from 'libphonenumber-js/max';
import type { Match } from '../../../ports';
import { normalize } from '../normalize';
import type { Recognizer } from '../recognizer';

let loaded: typeof PhoneLibrary | undefined;
/** Loaded at the first number that looks like a phone's: its tables take 30 ms. By `require`, so that recognising stays synchronous. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const library = (): typeof PhoneLibrary => (loaded ??= require('libphonenumber-js/max') as typeof PhoneLibrary);

/** Letters may stick to its start (`tel11…`), as what is missed is worse than what is masked in vain; behind it they make it a code. */
const RUN = /(?<![\p{N}_*])[+(]{0,2}\d(?:[\s.\-()]{0,3}\d)*(?![\p{L}\p{N}_*])/gu;
const CONTEXT = /\b(?:tele?(?:fone|phone)?|fone|phone|cel(?:ular)?|mobile|cell|whats(?:app)?|zap|lig(?:ue|ar|a)|call|contato|sms)\b/gi;

/** Country 55 or a trunk prefix with a carrier's code, area code, then a mobile number, or one of a fixed line. */
const BRAZILIAN = /^(?:55|0(?:\d\d)?)?([1-9][1-9](?:9\d{8}|[2-5]\d{7}))$/;
const MOBILE_WITHOUT_AREA = /^9\d{8}$/;
const FIXED_WITHOUT_AREA = /^[2-5]\d{7}$/;
/** Lines of companies: nobody's personal data. */
const NOT_A_PERSON = new Set<string | undefined>(['TOLL_FREE', 'SHARED_COST', 'PREMIUM_RATE', 'UAN', 'VOICEMAIL']);
const MAX_DIGITS = 15;
const MAX_INTERNATIONAL_ENDS = 3;
/** Whether any Brazilian reading can start at a digit: one look instead of fifteen. */
const BRAZILIAN_START = /(?:55|0(?:\d\d)?)?[1-9][1-9](?:9\d{8}|[2-5]\d{7})|9\d{8}|[2-5]\d{7}/y;

/** Telephone numbers: Brazil's as people write them, any country's behind `+` or `00`. */
export const phoneNumber: Recognizer = {
	type: 'PHONE_NUMBER',
	name: { en: 'phone number', pt: 'número de telefone' },
	label: 'PHONE',
	words: {
		en: ['telephone', 'phone', 'mobile', 'cell', 'cellphone', 'call', 'whatsapp', 'sms'],
		pt: ['telefone', 'tel', 'fone', 'cel', 'celular', 'zap', 'whats', 'ligue', 'ligar', 'liga', 'contato'],
	},
	needs: ({ digits }) => digits >= 8,
	find: ({ text }) => [...text.matchAll(RUN)].flatMap((run) => findInRun(text, run[0], run.index)),
	canonical(value) {
		const digits = normalize(value).text.replace(/\D/g, '');
		return BRAZILIAN.exec(digits)?.[1] ?? digits.replace(/^00/, '');
	},
	partialMask(value) {
		const written = normalize(value).text;
		const digits = written.replace(/\D/g, '');
		const kept = leadingDigitsKept(written, digits);
		let position = -1;
		return written.replace(/\d/g, (digit) => {
			position++;
			return position < kept || position >= digits.length - 4 ? digit : '*';
		});
	},
};

/** Country and area code, in Brazil; elsewhere the calling code. */
function leadingDigitsKept(written: string, digits: string): number {
	const national = BRAZILIAN.exec(digits)?.[1];
	if (national) return digits.length - national.length + 2;
	const international = written.replace(/^\D*00/, '+');
	if (!international.includes('+')) return 0;
	return (
		digits.length - digits.replace(/^00/, '').length + (library().parsePhoneNumberFromString(international)?.countryCallingCode.length ?? 0)
	);
}

interface Group {
	start: number;
	end: number;
	/** Where its digits start among the run's digits. */
	offset: number;
	length: number;
	plus: boolean;
}

/** A run of digits and separators may hold a year, a phone number and an order's number: the first group that a number can start with wins, then the longest number. */
function findInRun(text: string, run: string, at: number): Match[] {
	const digits = run.replace(/\D/g, '');
	if (digits.length < 8) return [];
	const groups = groupsOf(run, at);
	const matches: Match[] = [];
	for (let first = 0; first < groups.length; first++) {
		const found = longestNumber(text, digits, groups, first);
		if (!found) continue;
		matches.push(found.match);
		first = found.last;
	}
	return matches;
}

function groupsOf(run: string, at: number): Group[] {
	let offset = 0;
	return [...run.matchAll(/([+(]*)(\d+)/g)].map(({ 0: whole, 1: prefix = '', 2: digits = '', index }) => {
		const group = { start: at + index, end: at + index + whole.length, offset, length: digits.length, plus: prefix.includes('+') };
		offset += digits.length;
		return group;
	});
}

function longestNumber(text: string, digits: string, groups: Group[], first: number): { match: Match; last: number } | undefined {
	const { offset, plus, length } = groups[first]!;
	const international = plus || (length > 2 && digits.startsWith('00', offset));
	BRAZILIAN_START.lastIndex = offset;
	if (!international && !BRAZILIAN_START.test(digits)) return undefined;
	const limit = offset + MAX_DIGITS + (international && !plus ? 2 : 0);
	let last = first;
	while (last + 1 < groups.length && groups[last + 1]!.offset + groups[last + 1]!.length <= limit) last++;
	for (let tries = 0; last >= first; last--) {
		const number = digits.slice(offset, groups[last]!.offset + groups[last]!.length);
		if (number.length < 8) return undefined;
		if (international && ++tries > MAX_INTERNATIONAL_ENDS) return undefined;
		const score = international ? scoreInternational(number) : scoreBrazilian(text, number, groups.slice(first, last + 1));
		if (score > 0) return { match: { type: 'PHONE_NUMBER', ...span(text, groups[first]!.start, groups[last]!.end), score }, last };
	}
	return undefined;
}

/** An opening bracket that is not closed inside belongs to the sentence. */
function span(text: string, start: number, end: number): { start: number; end: number } {
	const unclosed = text[start] === '(' && !text.slice(start, end).includes(')');
	return { start: unclosed ? start + 1 : start, end };
}

function scoreInternational(number: string): number {
	return isPersonal(`+${number.replace(/^00/, '')}`) ? 0.95 : 0;
}

function scoreBrazilian(text: string, number: string, groups: Group[]): number {
	const national = BRAZILIAN.exec(number)?.[1];
	const bonus = contextBonus(text, groups[0]!.start, CONTEXT);
	const plain = national ? plainWithArea(number, groups) : plainWithoutArea(text, number, groups);
	if (plain === undefined || plain + bonus === 0) return 0;
	return isPersonal(national ?? `11${number}`) ? (plain || 0.5) + bonus : 0;
}

/** What the shape alone is worth: ten digits in one piece are as often an order's number, and need a word that says phone. */
function plainWithArea(number: string, groups: Group[]): number {
	if (groups.length > 1) return 0.7;
	return number.length > 10 ? 0.6 : 0;
}

/** Eight or nine digits need that word too, unless written `98765-4321`; undefined when no phone number looks like that. */
function plainWithoutArea(text: string, number: string, groups: Group[]): number | undefined {
	const mobile = MOBILE_WITHOUT_AREA.test(number);
	if (!mobile && !FIXED_WITHOUT_AREA.test(number)) return undefined;
	if (groups.length > 2 || (groups[1] && groups[1].length !== 4)) return undefined;
	return mobile && text[groups[0]!.end] === '-' && groups.length === 2 ? 0.5 : 0;
}

function isPersonal(number: string): boolean {
	const parsed = library().parsePhoneNumberFromString(number, 'BR');
	// A number with a type is valid; asking for both would match its patterns twice.
	const type = parsed?.getType();
	return type === undefined ? parsed?.isValid() === true : !NOT_A_PERSON.has(type);
}

const CONTEXT_CHARACTERS = 40;

function contextBonus(text: string, start: number, words: RegExp): number {
	const before = text.slice(Math.max(0, start - CONTEXT_CHARACTERS), start);
	const last = [...before.matchAll(words)].at(-1);
	if (!last) return 0;
	return 0.25 * (1 - (before.length - last.index - last[0].length) / CONTEXT_CHARACTERS);
}
