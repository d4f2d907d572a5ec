import type { Match } from '../../../../ports/guardrails/match';
import { type DigitGroups, findNearMended } from '../../digit-groups';
import { normalize } from '../../reading/normalize';
import type { ReadableText } from '../../reading/readable-text';
import { isPartlyHidden } from '../../partly-hidden';
import type { Recognizer } from '../../recognizer';
import { type FoundNumber, findInternational, isInternationalAt, maxGroups } from './phone-international';
import { findInFields } from './phone-fields';
import { findAnnounced } from './phone-announced';
import { mayBeNational } from './national-shapes';
import { findNational, findWithPlaceholder } from './phone-national';
import { findCallingCode } from './phone-plans';
import words from './words/phone-number.json';

/** Usual forms of Brazil and North America, any country's after `+` or `00`, others if words indicate them. */
export const phoneNumber: Recognizer = {
	type: 'PHONE_NUMBER',
	name: { en: 'phone number', pt: 'número de telefone' },
	label: 'PHONE',
	...words,
	needs: ({ digits }) => digits >= 7,
	find(text) {
		const matches = [...findInGroups(text, text.groups), ...findInFields(text.text)];
		return text.joinedGroups ? matches.concat(findInGroups(text, text.joinedGroups)) : matches;
	},
	canonical(value) {
		const digits = readDigits(value);
		return brazilian.exec(digits)?.[1] ?? digits.replace(/^00/, '').replace(/^521(?=\d{10}$)/, '52');
	},
	partialMask(value) {
		const written = normalize(value).text;
		const digits = written.replace(/\D/g, '');
		const leading = leadingDigitsKept(written, digits);
		let position = -1;
		return written.replace(/\d/g, (digit) => {
			position++;
			return position < leading || position >= digits.length - 4 ? digit : '*';
		});
	},
};

/** Country 55 or a trunk prefix with carrier code, area, mobile or fixed line. */
const brazilian = /^(?:55|0(?:\d\d)?)?([1-9][1-9](?:9\d{8}|[2-5]\d{7}))$/;

const readDigits = (value: string): string => normalize(value).text.replace(/\D/g, '');

/** Visible digits: country and area code in Brazil, elsewhere the calling code. */
function leadingDigitsKept(written: string, digits: string): number {
	const national = brazilian.exec(digits)?.[1];
	if (national) return digits.length - national.length + 2;
	if (!/^\D*(?:\+|00)/.test(written)) return 0;
	const number = digits.replace(/^00/, '');
	return digits.length - number.length + (findCallingCode(number)?.length ?? 0);
}

function findInGroups(text: ReadableText, groups: DigitGroups): Match[] {
	const matches: Match[] = [];
	const isSpokenOf = groups.mended === undefined && text.words.mention('PHONE_NUMBER');
	const isNearMended = findNearMended(groups, maxGroups);
	for (let first = 0, behind = -1; first < groups.count; first++) {
		if (!isNearMended(first)) continue;
		const match = findFrom(text, groups, first, first === behind) ?? (isSpokenOf ? findAnnounced(text, groups, first) : undefined);
		if (!match || belongsToOtherValue(text.text, match.start, match.end)) continue;
		matches.push({ type: 'PHONE_NUMBER', start: match.start, end: withExtension(text.text, match.end), score: match.score });
		first = match.last;
		behind = first + 1;
	}
	return matches;
}

function findFrom(text: ReadableText, groups: DigitGroups, first: number, listed: boolean): FoundNumber | undefined {
	if (isInternationalAt(groups, first)) return findInternational(text, groups, first);
	const national = groups.mended || mayBeNational(groups, first) ? findNational(text, groups, first, listed) : undefined;
	return national ?? findWithPlaceholder(text, groups, first);
}

function belongsToOtherValue(text: string, start: number, end: number): boolean {
	return isPartlyHidden(text, start, end) || text[start - 1] === '_' || text[end] === '_' || text[end] === '@';
}

/** Includes an extension: `ramal 204`, `ext. 12`, `x890`. */
function withExtension(text: string, end: number): number {
	extension.lastIndex = end;
	return extension.test(text) ? extension.lastIndex : end;
}

const extension = /(?:[ ,;(-]{0,2}(?:ramal|ram\.|ext(?:ension|\.)?|extensão|r\.)[ .:]{0,2}|x|#)\d{1,6}(?![\p{L}\p{N}])/iuy;
