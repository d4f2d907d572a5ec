import type { Match } from '../../../../ports/guardrails/match';
import { normalize } from '../../reading/normalize';
import { feature, type ReadableText } from '../../reading/readable-text';
import { matchBounds } from '../../match-bounds';
import type { Recognizer } from '../../recognizer';
import { isAt, isWordAt, characterKind } from '../characters';
import { scoreBareHost } from './url-bare-host';
import words from './words/url.json';

const maxSchemeLength = 16;
const maxHostLength = 253;

/** Web addresses, with and without scheme. File names, versions and method calls have dots too. */
export const url: Recognizer = {
	type: 'URL',
	name: { en: 'web address', pt: 'endereço da web' },
	label: 'URL',
	...words,
	needs: ({ has }) => (has & feature.dot) !== 0 || (has & (feature.colon | feature.slash)) === (feature.colon | feature.slash),
	find(text) {
		const withScheme = findWithScheme(text);
		return withScheme.concat(findWithoutScheme(text, withScheme));
	},
	canonical: (value) => normalize(value).text.replace(/^([^/]*\/\/)?([^/?#]*)/, (host) => host.toLowerCase()),
	partialMask(value) {
		const written = normalize(value).text;
		const scheme = /^[a-z][a-z\d+.-]*:\/\//i.exec(written)?.[0] ?? '';
		const host = written.slice(scheme.length).split(/[/?#]/, 1)[0]!;
		const ending = host.replace(/:\d+$/, '').split('.').at(-1)!;
		return `${scheme}***.${/^\d*$/.test(ending) ? '***' : ending}/***`;
	},
};

function findWithScheme({ text, findEscapeSign }: ReadableText): Match[] {
	const matches: Match[] = [];
	for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
		const start = schemeStart(text, at);
		if (start === undefined || start < (matches.at(-1)?.end ?? 0)) continue;
		const host = at + 3;
		const end = findUrlEnd(text, start, host, findEscapeSign);
		if (end - host < 2 || !(isWordAt(text, host) || isWordAt(text, host + 1))) continue;
		matches.push({ type: 'URL', start, end, score: usualSchemes.test(text.slice(start, at)) ? 1 : 0.8 });
	}
	return matches;
}

const usualSchemes = /^(?:https?|ftps?|sftp|wss?|ssh|git|file)$/i;

/** Start of the scheme (RFC 3986, 3.1). One letter is a drive. */
function schemeStart(text: string, end: number): number | undefined {
	let start = end;
	while (
		end - start < maxSchemeLength &&
		(isAt(text, start - 1, characterKind.letter | characterKind.digit) || '+.-'.includes(text[start - 1] ?? ' '))
	)
		start--;
	while (start < end && !isAt(text, start, characterKind.letter)) start++;
	// `linkhttps://…`: letters before a usual scheme are not part of it.
	const usual = /(?:https?|s?ftp)$/i.exec(text.slice(start, end));
	if (usual) return end - usual[0].length;
	return end - start < 2 ? undefined : start;
}

/** Searches by dots; reads each run of host characters once. */
function findWithoutScheme({ text, words, findEscapeSign }: ReadableText, otherMatches: readonly Match[]): Match[] {
	const matches: Match[] = [];
	let next = 0;
	for (let dot = text.indexOf('.'), read = 0; dot >= 0; dot = text.indexOf('.', read)) {
		read = dot + 1;
		while (next < otherMatches.length && otherMatches[next]!.end <= dot) next++;
		if (next < otherMatches.length && otherMatches[next]!.start <= dot) {
			read = otherMatches[next]!.end;
			continue;
		}
		if (!isWordAt(text, dot + 1) || !isHost(text, dot - 1) || findEscapeSign(dot) === '\\') continue;
		const start = runStart(text, dot, matches.at(-1)?.end ?? 0);
		while (isHost(text, read)) read++;
		const host = readHost(text, start, read);
		if (!host) continue;
		const score = scoreBareHost(text, host, () => words.sayFor('URL', host.start, host.end).for);
		if (score === 0) continue;
		const end = endBehindHost(text, host.start, host.end, findEscapeSign);
		matches.push({ type: 'URL', start: host.start, end, score });
		read = Math.max(read, end);
	}
	return matches;
}

const isHost = (text: string, at: number): boolean =>
	isWordAt(text, at) || (at >= 0 && (text[at] === '-' || text[at] === '.' || text[at] === '_'));

function runStart(text: string, dot: number, from: number): number {
	let start = dot;
	while (start > from && isHost(text, start - 1) && dot - start <= maxHostLength) start--;
	return start;
}

/** Undefined if an e-mail address or something else continues the run. */
function readHost(text: string, from: number, to: number): { start: number; end: number } | undefined {
	let start = from;
	let end = to;
	while (start < end && !isWordAt(text, start)) start++;
	while (end > start && !isAt(text, end - 1, characterKind.letter | characterKind.digit | characterKind.mark)) end--;
	if (end - start > maxHostLength || text[start - 1] === '@' || text[to] === '@' || text[start - 1] === '\\') return undefined;
	return { start, end };
}

function endBehindHost(text: string, start: number, hostEnd: number, findEscapeSign: ReadableText['findEscapeSign']): number {
	port.lastIndex = hostEnd;
	const end = port.test(text) ? port.lastIndex : hostEnd;
	return text[end] === '/' || text[end] === '?' || text[end] === '#' ? findUrlEnd(text, start, end, findEscapeSign) : end;
}

const port = /:\d{2,5}(?![\p{L}\p{N}])/uy;

/**
 * End of a URL: a space or forbidden sign (RFC 3986, appendix C), without sentence punctuation and enclosing brackets. Includes escapes of such
 * signs, unless the URL is a query value: `next=https%3A%2F%2F…`.
 */
function findUrlEnd(text: string, start: number, from: number, findEscapeSign: ReadableText['findEscapeSign']): number {
	const stop = findFieldEnd(text[start - 1]);
	const limit = Math.min(text.length, start + matchBounds.match);
	let end = from;
	let round = 0;
	let square = 0;
	const isWholeEscaped = findEscapeSign(from - 1) === '%';
	for (; end < limit; end++) {
		const character = text[end]!;
		const isEscaped = findEscapeSign(end) === '%';
		if (isWholeEscaped ? endsValue(text, end, isEscaped) : !isEscaped && isDelimiter(text, end)) break;
		if (character === stop && !isEscaped && !isInQuery(text.slice(from, end), stop)) break;
		if (character === '(') round++;
		if (character === '[') square++;
		if ((character === ')' && --round < 0) || (character === ']' && --square < 0)) break;
	}
	while (end > from && trailing.includes(text[end - 1]!)) end--;
	return end;
}

const isDelimiter = (text: string, at: number): boolean =>
	isAt(text, at, characterKind.space) || delimiters.has(text[at]!) || isNextUrl(text, at);
const endsValue = (text: string, at: number, isEscaped: boolean): boolean => isDelimiter(text, at) || (text[at] === '&' && !isEscaped);

const isInQuery = (before: string, stop: string): boolean => stop === '&' && before.includes('?');

/** The next list item: `https://a.example;https://b.example`. */
function isNextUrl(text: string, at: number): boolean {
	return (text[at] === ';' || text[at] === ',') && /^https?:\/\//i.test(text.slice(at + 1, at + 9));
}

/** The sign that ends the URL's field: a comma in `1,https://…,3`, an ampersand in `next=https://…&page=2`. */
function findFieldEnd(before: string | undefined): string | undefined {
	if (before === '=') return '&';
	return before === ',' || before === ';' || before === "'" ? before : undefined;
}

const delimiters = new Set('<>"`{}|\\^“”«»„、。「」『』【】《》〈〉‹›…*');
const trailing = ".,;:!?'’([-_~";
