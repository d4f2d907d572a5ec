import type { Match } from '../../../../ports/guardrails/match';
import { normalize } from '../../reading/normalize';
import type { Recognizer } from '../../recognizer';
import { isAt, isWordAt, characterKind } from '../characters';
import { findSpokenAddresses, spacedAddress, spoken } from './email-spelled-out';
import { fileEndings, isReservedDomain, isTopLevelDomain } from './top-level-domains';

/** RFC 5321, 4.5.3.1: max octets; these count code units. */
const maxLocalLength = 64;
const maxDomainLength = 255;
/** Allowed anywhere; other `atext` characters (RFC 5322) only between letters (`tom&jerry@…`). */
const localSigns = "._%+'-";
const rareSigns = '&!#$^~';
const accountsOfRepositories = new Set(['git', 'hg', 'svn']);

/** Includes accents, international domains and spelled-out forms: `ana (arroba) exemplo ponto com`. */
export const emailAddress: Recognizer = {
	type: 'EMAIL_ADDRESS',
	name: { en: 'e-mail address', pt: 'endereço de e-mail' },
	label: 'EMAIL',
	words: {
		en: ['email', 'e mail', 'emails', 'mail', 'mailto', 'email address', 'inbox', 'cc', 'bcc', 'reply to', 'sender', 'recipient'],
		pt: ['email', 'e mail', 'correio eletronico', 'endereco eletronico', 'caixa de entrada', 'remetente', 'destinatario', 'copia para'],
	},
	needs: ({ text }) => text.includes('@') || spoken.test(text),
	find({ text }) {
		const matches: Match[] = [];
		for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
			const nearest = addressAround(text, at) ?? spacedAddress(text, at);
			if (nearest) matches.push({ type: 'EMAIL_ADDRESS', ...nearest });
		}
		return matches.concat(findSpokenAddresses(text).map((found) => ({ type: 'EMAIL_ADDRESS', ...found })));
	},
	canonical: (value) => normalize(value).text.toLowerCase().replace(/\s/g, ''),
	partialMask(value) {
		const address = normalize(value).text;
		const at = address.lastIndexOf('@');
		if (at < 0) return '***@***';
		const local = [...address.slice(0, at)];
		const [first = '', last = ''] = [local[0], local.at(-1)];
		return `${local.length > 1 ? first : ''}***${local.length > 3 ? last : ''}${address.slice(at)}`;
	},
};

interface Found {
	start: number;
	end: number;
	score: number;
}

function addressAround(text: string, at: number): Found | undefined {
	const end = text[at + 1] === '[' ? literalEnd(text, at + 1) : domainEnd(text, at + 1);
	if (end === undefined) return undefined;
	const start = text[at - 1] === '"' ? quotedStart(text, at - 1) : localStart(text, at);
	if (start === undefined || belongsToRepositoryOrUrl(text, start, at, end)) return undefined;
	// Markdown emphasis: `_ana@example.com_`.
	const isEmphasised = text[start] === '_' && text[end] === '_';
	return { start: isEmphasised ? start + 1 : start, end, score: 1 };
}

function localStart(text: string, at: number): number | undefined {
	let start = at;
	while (at - start <= maxLocalLength && isLocal(text, start - 1)) start--;
	if (at - start > maxLocalLength || (text[start - 1] === '*' && masked.test(text.slice(Math.max(0, start - 4), start)))) return undefined;
	const rare = rareStart(text, start);
	if (rare !== undefined && at - rare <= maxLocalLength) start = rare;
	while (start < at && !isWordAt(text, start) && text[start] !== '_') start++;
	start += otherScript.exec(text.slice(start, at))?.[0].length ?? 0;
	return start < at ? start : undefined;
}

/** A Cyrillic or Greek word glued to a Latin address. Single letters are disguises. */
const otherScript = /^(?:(?!\p{Script=Latin})\p{L}\p{M}?){3,}(?=[a-z\d])/iu;
const otherScriptNext = /^(?:(?!\p{Script=Latin})\p{L}\p{M}?){3}/u;

/** `f***o@email.com`; but `*ana@example.com*` and `**ana@example.com**` are emphasis. */
const masked = /[^\s*]\*{1,3}$|\*{3}$/;

const isLocal = (text: string, at: number): boolean => isWordAt(text, at) || (at >= 0 && localSigns.includes(text[at]!));

/** Start of a local part with rare characters outside of URLs, queries and lists. */
function rareStart(text: string, from: number): number | undefined {
	if (from === 0 || !rareSigns.includes(text[from - 1]!)) return undefined;
	let start = from;
	while (from - start <= maxLocalLength && (isLocal(text, start - 1) || (isWordAt(text, start - 2) && isRare(text, start - 1)))) start--;
	return start < from - 1 && !/[\w=?&/]/.test(text[start - 1] ?? '') ? start : undefined;
}

const isRare = (text: string, at: number): boolean => rareSigns.includes(text[at]!);

/** Start of a quoted local part (RFC 5322, 3.2.4): `"ana maria"@example.com`. */
function quotedStart(text: string, closing: number): number | undefined {
	const opening = text.lastIndexOf('"', closing - 1);
	const within = opening < 0 || closing - opening > maxLocalLength || isWordAt(text, opening - 1) ? '' : text.slice(opening + 1, closing);
	return within === '' || /[\n\r]/.test(within) ? undefined : opening;
}

/** End of a domain literal (RFC 5321, 4.1.3): `ana@[192.0.2.1]`. */
function literalEnd(text: string, from: number): number | undefined {
	literal.lastIndex = from;
	return literal.test(text) ? literal.lastIndex : undefined;
}

const literal = /\[(?:\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|IPv6:[0-9a-f:.]{2,45})\]/iy;

/**
 * End of a domain name. Excludes a sentence's full stop, digits after the last letters (`ana@example.com11987654321`), and a next sentence
 * (`ana@example.com.Obrigado`).
 */
function domainEnd(text: string, from: number): number | undefined {
	const limit = Math.min(text.length, from + maxDomainLength);
	let [before, last]: Array<Label | undefined> = [];
	for (let label = from; label < limit;) {
		let end = label;
		while (end < limit && (isWordAt(text, end) || text[end] === '-')) end++;
		let labelEnd = end;
		while (labelEnd > label && text[labelEnd - 1] === '-') labelEnd--;
		if (labelEnd === label || text[label] === '-' || labelEnd - label > 63) break;
		const lettersEnd = label > from ? topLevelEnd(text, label, labelEnd) : label;
		if (lettersEnd - label > 1) [before, last] = [last, { start: label, end: lettersEnd }];
		if (labelEnd < end || text[end] !== '.') break;
		label = end + 1;
	}
	return last && chooseEnd(text, from, last, before);
}

interface Label {
	start: number;
	end: number;
}

/** Letters of any script (RFC 6531), or `xn--`. */
function topLevelEnd(text: string, start: number, end: number): number {
	if (text[start + 2] === '-' && text.slice(start, start + 4).toLowerCase() === 'xn--') return end;
	let at = start;
	while (at < end && isAt(text, at, characterKind.letter | characterKind.mark)) {
		if (at - start > 1 && isNextWord(text, at) && isTopLevelDomain(text.slice(start, at))) break;
		at++;
	}
	return at;
}

/** A word without space before it: `ana@exemplo.com.brTelefone`, or in another script. */
function isNextWord(text: string, at: number): boolean {
	if (isAt(text, at, characterKind.upper) && !isAt(text, at - 1, characterKind.upper)) return true;
	return text.charCodeAt(at) > 0x7f && text.charCodeAt(at - 1) < 0x80 && otherScriptNext.test(text.slice(at, at + 8));
}

function chooseEnd(text: string, from: number, last: Label, before: Label | undefined): number | undefined {
	const ending = text.slice(last.start, last.end);
	const isDomain = isTopLevelDomain(ending) || isReservedDomain(ending);
	const nextSentence = isAt(text, last.start, characterKind.upper) && !isAt(text, last.start - 2, characterKind.upper);
	if (before && before.end === last.start - 1 && (!isDomain || nextSentence) && isTopLevelDomain(text.slice(before.start, before.end))) {
		return before.end;
	}
	// `icon@2x.png`, `package@1.2.3-beta.next`
	if (!isDomain && (fileEndings.has(ending.toLowerCase()) || isAt(text, from, characterKind.digit))) return undefined;
	return last.end;
}

/** A repository (`git@github.com:ana/loja.git`) or the user in a URL (`https://ana:…@example.com/`). */
function belongsToRepositoryOrUrl(text: string, start: number, at: number, end: number): boolean {
	if (text[end] === ':' && isWordAt(text, end + 1) && accountsOfRepositories.has(text.slice(start, at).toLowerCase())) return true;
	return /:\/\/[^\s/?#@]{0,64}$/.test(text.slice(Math.max(0, start - 70), start));
}
