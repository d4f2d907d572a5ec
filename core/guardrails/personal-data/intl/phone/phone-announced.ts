import { gapKind, type DigitGroups } from '../../digit-groups';
import type { ReadableText } from '../../reading/readable-text';
import { type FoundNumber, toSpan } from './phone-international';
import { continues } from './phone-national';
import { isPersonsWithCode } from './phone-plans';

/** Words at most nine characters away. */
const announcedScore = 0.75;
const digitCount = { min: 7, max: 12 } as const;
const maxGroups = 5;
/** A calling code is convincing only with as many digits as in most countries. */
const minAfterCode = 11;
const maxAfterCode = 15;
const maxGroupsAfterCode = 6;
const groupLength = { min: 2, max: 8 } as const;

/** Any country's number beside a telephone word: `telemóvel 912 345 678`, `Tel. 020 7946 0958`, `416 60 039 office`. */
export function findAnnounced(text: ReadableText, groups: DigitGroups, first: number): FoundNumber | undefined {
	if (groups.text[groups.starts[first]! - 1] === '+' || isTiedBefore(groups, first)) return undefined;
	const last = findLast(groups, first) ?? findLastAfterCode(groups, first);
	if (last === undefined) return undefined;
	const span = toSpan(groups, groups.starts[first]!, last);
	if (isOtherNumber(groups, span, first === last)) return undefined;
	const said = text.words.sayFor('PHONE_NUMBER', span.start, span.end);
	return said.for < announcedScore || said.against > 0 ? undefined : { ...span, score: 0.55, last };
}

const measure = ({ starts, ends }: DigitGroups, group: number): number => ends[group]! - starts[group]!;

function isTiedBefore({ starts, ends, separators }: DigitGroups, first: number): boolean {
	const separator = separators[first]!;
	return separator !== 0 && (separator & gapKind.newline) === 0 && starts[first]! - ends[first - 1]! < 2;
}

/** Undefined for too long or too many groups, or if another number continues. */
function findLast(groups: DigitGroups, first: number): number | undefined {
	let digits = 0;
	let next = first;
	for (; next < groups.count && next - first < maxGroups; next++) {
		if (next > first && (isOnNextLine(groups, next) || !continues(groups, first, next))) break;
		const length = measure(groups, next);
		if (length < groupLength.min || (length > groupLength.max && next > first)) return undefined;
		digits += length;
	}
	if (digits > digitCount.max || digits < digitCount.min + Number(followsDigits(groups, first))) return undefined;
	return (groups.separators[next] ?? 0) === 0 || isOnNextLine(groups, next) ? next - 1 : undefined;
}

/** After a calling code or former trunk prefix: `521 55 1234 5678`. */
function findLastAfterCode(groups: DigitGroups, first: number): number | undefined {
	let digits = '';
	let next = first;
	for (; next < groups.count && next - first < maxGroupsAfterCode; next++) {
		if (next > first && (isOnNextLine(groups, next) || !continues(groups, first, next))) break;
		digits += groups.text.slice(groups.starts[next], groups.ends[next]);
		if (digits.length > maxAfterCode) return undefined;
	}
	const separator = groups.separators[next] ?? 0;
	const isEnd = separator === 0 || (separator & (gapKind.newline | gapKind.slash)) !== 0;
	return isEnd && digits.length >= minAfterCode && isPersonsWithCode(digits) ? next - 1 : undefined;
}

const followsDigits = (groups: DigitGroups, first: number): boolean => groups.separators[first] !== 0 && !isOnNextLine(groups, first);
const isOnNextLine = ({ separators }: DigitGroups, group: number): boolean => ((separators[group] ?? 0) & gapKind.newline) !== 0;

/** Checks for a company's number, a date, a count, or letters after it that are not an extension. */
function isOtherNumber({ text }: DigitGroups, span: { start: number; end: number }, ungrouped: boolean): boolean {
	const written = text.slice(span.start, span.end);
	if (
		freeOfCharge.test(written.replace('(', '')) ||
		count.test(written) ||
		date.test(written) ||
		(/[\p{L}_]/u.test(text[span.end] ?? '') && !extension.test(text.slice(span.end)))
	)
		return true;
	return ungrouped && (written.length < digitCount.min + 1 || countedNoun.test(text.slice(span.end, span.end + 24)));
}

const freeOfCharge = /^(?:0?[3589]00|300\d|400\d|4020|1?8(?:00|33|44|55|66|77|88))/;
const date = /^(?:\d{1,2}[-./]\d{1,2}[-./]\d{4}|\d{4}[-./ ](?:0[1-9]|1[0-2])[-./ ]\d\d(?!\d))/;
/** `10000000`, `20.000.000` */
const count = /0000$|[.,]000[.,]000$/;
const countedNoun = /^ (?:people|users|customers|rows|records|messages|clientes|pessoas|registros|linhas)/i;
const extension = /^(?:x|ext)\d{1,6}(?!\d)/i;
