import type { Match } from '../../../../ports/guardrails/match';
import { normalize } from '../../reading/normalize';
import { feature, type ReadableText } from '../../reading/readable-text';
import { type Recognizer } from '../../recognizer';
import { isAt, isWordAt, characterKind } from '../characters';
import { ipv6Length } from './ipv6';
import words from './words/ip-address.json';

/** IP addresses and networks: version 4 as four decimals, version 6 by RFC 4291 and RFC 5952, with prefix length (RFC 4632). */
export const ipAddress: Recognizer = {
	type: 'IP_ADDRESS',
	name: { en: 'IP address', pt: 'endereço IP' },
	label: 'IP',
	...words,
	needs: ({ has, digits }) => (digits > 3 && (has & feature.dot) !== 0) || (has & feature.colon) !== 0,
	find(text) {
		const matches = text.digits > 3 && (text.has & feature.dot) !== 0 ? findVersion4(text) : [];
		return (text.has & feature.colon) === 0 ? matches : matches.concat(findVersion6(text));
	},
	canonical: (value) => written(value).toLowerCase(),
	partialMask(value) {
		const address = written(value);
		if (address.includes(':')) return `${address.slice(0, address.indexOf(':'))}:***`;
		return `${address.split('.', 2).join('.')}.***.***`;
	},
};

const written = (value: string): string => normalize(value).text.replace(/\s/g, '');

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const version4 = new RegExp(`${octet}(?:\\.\\n?${octet}){3}(?![\\p{L}\\p{N}_])(?!\\.[\\p{L}\\p{N}])`, 'uy');

/** Four groups of digits with a dot between, or a line end if words confirm it. */
function findVersion4({ text, groups, words }: ReadableText): Match[] {
	const matches: Match[] = [];
	const { starts, ends, count } = groups;
	for (let group = 0; group + 3 < count; group++) {
		if (starts[group + 1]! - ends[group]! > 2 || text[ends[group]!] !== '.' || ends[group]! - starts[group]! > 3) continue;
		if (starts[group + 2]! - ends[group + 1]! > 2 || starts[group + 3]! - ends[group + 2]! > 2) continue;
		const start = starts[group]!;
		version4.lastIndex = start;
		if (!version4.test(text) || isContinued(text, start)) continue;
		const end = version4.lastIndex;
		const said = words.sayFor('IP_ADDRESS', start, end);
		const isBroken = text.slice(start, end).includes('\n');
		const score = isBroken && said.for === 0 ? 0 : scoreVersion4(text, start, end, said.for);
		if (score > 0) matches.push({ type: 'IP_ADDRESS', start, end: withPrefixLength(text, end, prefixLength4), score });
		group += 3;
	}
	return matches;
}

const prefixLength4 = /\/(?:3[0-2]|[12]?\d)(?![\p{L}\p{N}_/]|\.\d)/uy;
const prefixLength6 = /\/(?:12[0-8]|1[01]\d|[1-9]?\d)(?![\p{L}\p{N}_/]|\.\d)/uy;

/** Includes the prefix length: `10.0.0.0/8`, `2001:db8::/32`. */
function withPrefixLength(text: string, end: number, form: RegExp): number {
	form.lastIndex = end;
	return form.test(text) ? form.lastIndex : end;
}

/** A longer number or a version: a dot and digits, or letters, precede it (`v1.2.3.4`). */
function isContinued(text: string, start: number): boolean {
	if (isWordAt(text, start - 1) || text[start - 1] === '_') return true;
	return (text[start - 1] === '.' || text[start - 1] === '-') && isAt(text, start - 2, characterKind.digit) && text[start - 1] === '.';
}

/** Versions, sections and articles can have four numbers too. */
function scoreVersion4(text: string, start: number, end: number, said: number): number {
	const before = text.slice(Math.max(0, start - 40), start);
	const after = text.slice(end, end + 16);
	const address = text.slice(start, end);
	const numbers = address.split('.').map(Number);
	if (said > 0.6 || isTooLargeForAVersion(numbers)) return 0.95;
	if (isVersion(before, after, numbers)) return 0;
	if (said > 0) return 0.95;
	if (kindOfExpense.test(address)) return 0;
	if (Math.max(...numbers) >= 30 || numbers[0] === 10) return 0.95;
	if (numbers.slice(1, 3).every((number) => number === numbers[0]) || resolvers.test(address)) return isHeading(before, after) ? 0 : 0.95;
	return beforeHost.test(before) || behindHost.test(after.slice(0, 4)) ? 0.6 : 0;
}

function isVersion(before: string, after: string, [, , third, fourth]: readonly number[]): boolean {
	if (versionWord.test(before) || versionField.test(before) || versionBehind.test(after)) return true;
	return product.test(before) && (third === 0 || fourth === 0 || isProductName(before));
}

const isHeading = (before: string, after: string): boolean => section.test(after.slice(0, 4)) && heading.test(before);

/** Checks for numbers too large for a version: three numbers over 30, or a home network's. */
function isTooLargeForAVersion([first, second, ...rest]: readonly number[]): boolean {
	return (first === 192 && second === 168) || [first!, second!, ...rest].filter((number) => number > 30).length > 2;
}

/** Categories in Brazil's public accounts (Portaria Interministerial 163/2001): `3.3.90.30`. */
const kindOfExpense = /^[34]\.[1-6]\.[1-9]0\.\d\d$/;
const resolvers = /^(?:8\.8\.4\.4|1\.0\.0\.1)$/;
/** Small numbers are a section or version except as a host: `root@1.2.3.4`, `src=1.2.3.4`, `1.2.3.4:22`. */
const beforeHost = /(?:[@[]|(?<![=<>!~])=|\/\/)$/;
const behindHost = /^(?::\d|\/\d)/;

const versionWord =
	/(?<![\p{L}])(?:v|ver|vers[aã]o|versions?|vers[oõ]es|rev|revis[aã]o|release|build|updated? to|step|passo|subitem|subitens|inciso|al[ií]nea|macos|firmware|driver|sdk|python|java|jdk|php|node|ruby|windows|ubuntu|debian|android|ios|kernel|patch|upgrade[dr]?|atualiz\p{L}{1,6}|se[cç][aã]o|section|art(?:igo|icle)?|item|itens|items|cl[aá]usula|clause|cap[ií]tulo|chapter|par[aá]grafo|anexo|t[oó]pico|oid|figura|tabela|table|figure)(?!\p{L})[.:-]?\s{0,2}(?:[\p{L}\dº°.,:]{1,16}\s){0,3}["'(=]?$/iu;
/** `<version>`, `"version": "`, `AssemblyVersion("`, and library files, `libz.so.` */
const versionField = /(?:version["'>]?\s{0,2}[:=(]?\s{0,2}["'(]?|\.so\.)$/i;
const versionBehind = /^\s(?:version|vers[aã]o|release)(?!\p{L})/iu;
/** Browsers' product versions: `Chrome/120.0.0.0`. */
const product = /[\p{L}\p{N}]\/$/u;
const isProductName = (before: string): boolean =>
	/(?:chrome|chromium|edge?|opr|opera|safari|firefox|mozilla|webkit|version|windows|linux|java|app)\/$/i.test(before);
const heading = /(?:^|\n)[ \t#*>-]{0,4}$/;
const section = /^\.?[ \t]+\p{Lu}/u;

function findVersion6({ text, words }: ReadableText): Match[] {
	const matches: Match[] = [];
	for (let colon = text.indexOf(':'), read = 0; colon >= 0; colon = text.indexOf(':', read)) {
		let start = colon;
		while (start > read && colon - start < 5 && isAt(text, start - 1, characterKind.hex)) start--;
		const length = isWordAt(text, start - 1) || isBehindGroup(text, start) ? 0 : ipv6Length(text, start);
		read = colon + 1;
		if (length === 0) {
			while (text[read] === ':') read++;
			continue;
		}
		const end = start + length;
		const score = scoreVersion6(text, start, end, () => words.sayFor('IP_ADDRESS', start, end).for);
		if (score > 0) matches.push({ type: 'IP_ADDRESS', start, end: withPrefixLength(text, end, prefixLength6), score });
		read = Math.max(read, end);
	}
	return matches;
}

const maxLabelLength = 24;

/** The colon before belongs to a group, not to a label (`host:2001:db8::1`). */
function isBehindGroup(text: string, start: number): boolean {
	if (text[start - 1] !== ':') return false;
	let isLabel = false;
	let at = start - 2;
	for (
		;
		start - at < maxLabelLength && (isAt(text, at, characterKind.letter | characterKind.digit) || text[at] === '_' || text[at] === '-');
		at--
	)
		isLabel ||= !isAt(text, at, characterKind.hex | characterKind.digit);
	return !isLabel;
}

/** `::` as the address of any host, not a slice, scope or separator. */
function isUnspecifiedAddress(text: string, start: number, end: number): boolean {
	if (withPrefixLength(text, end, prefixLength6) > end) return true;
	if (text[start - 1] === '[') return /^\]:\d/.test(text.slice(end, end + 3)) && !isWordAt(text, start - 2);
	return namesUnspecified.test(text.slice(Math.max(0, start - 24), start)) && /^(?:$|[\s,;)"'])/.test(text.slice(end, end + 1));
}

const namesUnspecified =
	/(?:(?<!\p{L})(?:ipv6|ip|src|dst|addr|(?:listen|bind)(?:s|ing)?(?: on| to)?)|address|endere[cç]o)["']?(?:\s?[:=]\s?|\s)["']?$/iu;

/** `::` and `::1` are also Python slices, and `dead::beef` could be C++ names. */
function scoreVersion6(text: string, start: number, end: number, said: () => number): number {
	const address = text.slice(start, end);
	const groups = address.split('%', 1)[0]!.split(':').filter(Boolean);
	if (groups.length === 0) return isUnspecifiedAddress(text, start, end) ? 0.7 : 0;
	// Eight groups of two digits are a device's address (EUI-64).
	if (!address.includes('::') && groups.every((group) => group.length === 2)) return 0;
	if (address.includes('.')) return 0.97;
	if (groups.length >= 4 || /^f[de][89ab\d]|^2[0-9a-f]{3}:/i.test(address)) return 0.95;
	const bracket = text[start - 1] === '[';
	if (bracket && isWordAt(text, start - 2)) return 0;
	if (!/\d/.test(address) && !(bracket && beginsUrl.test(text.slice(end, end + 3)))) {
		const isName = text[end] === '(' || groups.every(({ length }) => length < 3);
		return !isName && said() > closeWord ? 0.7 : 0;
	}
	if ((bracket && beginsUrl.test(text.slice(end, end + 3))) || said() > 0) return 0.9;
	return bracket ? 0 : scoreShortVersion6(address, groups);
}

/** Letters alone can be names in code, so the word must be near: `IP feed::cafe`. */
const closeWord = 0.7;
/** `]:80`, `]/` */
const beginsUrl = /^\](?::\d|\/)/;

function scoreShortVersion6(address: string, groups: readonly string[]): number {
	return (groups.length > 1 && /[a-f]/i.test(address)) || address === '::1' ? 0.7 : 0;
}
