import { isAt, isWordAt, characterKind } from '../characters';
import { isTopLevelDomain } from './top-level-domains';

export const spoken = /arroba|[([{<] ?at ?[)\]}>]|\sat\s.{1,60}?\s(?:dot|ponto)\s/i;

const atSign = /\s{0,2}[([{<] ?(?:at|arroba|@) ?[)\]}>]\s{0,2}|\s(?:arroba|at)\s/gi;
const bracketDot = '\\s?[(\\[{<] ?(?:dot|ponto|\\.) ?[)\\]}>]\\s?';
const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?';
const domainParts = new RegExp(`${label}(?:(?:\\.|${bracketDot}|\\s(?:dot|ponto)\\s)${label}){1,4}`, 'iuy');
const dot = new RegExp(`\\.|${bracketDot}|\\s(?:dot|ponto)\\s`, 'iu');
const lastDot = new RegExp(`(?:\\.|${bracketDot}|\\s(?:dot|ponto)\\s)${label}$`, 'iu');
const localPart =
	/(?<![\p{L}\p{N}._%+@-])[\p{L}\p{N}](?:[\p{L}\p{N}._%+-]{0,63})(?:\s(?:dot|ponto|underline|underscore)\s[\p{L}\p{N}_-]{1,32}){0,3}$/iu;
const farthest = 120;

/** Mailbox providers need no other word. */
const mailboxes =
	/^(?:gmail|hotmail|outlook|yahoo|icloud|live|msn|aol|bol|uol|terra|ig|globo|protonmail|proton|gmx|zoho|yandex|mail|me|sapo)(?![\p{L}\p{N}-])/iu;
const aboutMail =
	/(?<!\p{L})(?:e-?mails?|mail|correio|contato|contact|write|escrev\p{L}{1,4}|mand\p{L}{1,3}|envi\p{L}{1,4}|send|reach)(?!\p{L})/iu;

interface Found {
	start: number;
	end: number;
	score: number;
}

/** `ana (arroba) exemplo.com`, `ana [at] example [dot] com`, `ana arroba exemplo ponto com ponto br`, `ana at example dot com`. */
export function findSpokenAddresses(text: string): Found[] {
	if (!spoken.test(text)) return [];
	const addresses: Found[] = [];
	for (const { 0: at, index } of text.matchAll(atSign)) {
		const end = spokenDomainEnd(text, index + at.length);
		const start = end === undefined ? undefined : spokenLocalStart(text, index);
		if (end === undefined || start === undefined) continue;
		// `ana AT exemplo DOT com` marks the separators by capitals.
		const bracket = /[([{<]/.test(at) || (at === ' AT ' && !/\p{Lu}/u.test(text.slice(start, index)));
		const domain = text.slice(index + at.length, end);
		const confirms = (): boolean => mailboxes.test(domain) || isAboutMail(text, start);
		// `meet me at example.com`, `I work at Google dot com`
		const isSure = bracket || (/arroba/i.test(at) && (!/^\s*\S+$/.test(domain) || confirms()));
		const isLikely = (): boolean => confirms() || /[._\d]/.test(text.slice(start, index));
		if (!isSure && !(/\sdot\s/i.test(domain) && isLikely())) continue;
		addresses.push({ start, end, score: bracket ? 0.85 : 0.75 });
	}
	return addresses;
}

function spokenDomainEnd(text: string, from: number): number | undefined {
	domainParts.lastIndex = from;
	let domain = domainParts.exec(text)?.[0];
	while (domain !== undefined && dot.test(domain)) {
		const last = lastDot.exec(domain);
		if (!last) return undefined;
		if (isTopLevelDomain(last[0].replace(dot, ''))) return from + domain.length;
		domain = domain.slice(0, last.index);
	}
	return undefined;
}

function spokenLocalStart(text: string, end: number): number | undefined {
	const from = Math.max(0, end - farthest);
	const local = localPart.exec(text.slice(from, end));
	return local ? from + local.index : undefined;
}

const isAboutMail = (text: string, start: number): boolean => aboutMail.test(text.slice(Math.max(0, start - 48), start));

const spacedDomain = /[\p{L}\p{N}-]{1,63}(?:\s{0,2}[.,]\s?[\p{Ll}\p{Lo}]{2,12}){1,3}/uy;
const compactLocal = /(?<![\p{L}\p{N}._%+@*-])[\p{L}\p{N}][\p{L}\p{N}_%+-]{0,63}(?:(?:\.|\s\.\s)[\p{L}\p{N}_%+-]{1,32}){0,2}$/u;

/**
 * `ana @ exemplo . com`, as scanners read it, and `ana@gmail,com`. Needs a mailbox provider or a word about mail: `coffee @ cafe.com` is not an
 * address.
 */
export function spacedAddress(text: string, at: number): Found | undefined {
	const before = isAt(text, at - 1, characterKind.space) ? at - 1 : at;
	const after = isAt(text, at + 1, characterKind.space) ? at + 2 : at + 1;
	if (!isWordAt(text, before - 1) || !isWordAt(text, after)) return undefined;
	spacedDomain.lastIndex = after;
	const domain = spacedDomain.exec(text)?.[0];
	if (domain === undefined) return undefined;
	const end = spacedDomainEnd(domain, after);
	const from = Math.max(0, before - farthest);
	const local = compactLocal.exec(text.slice(from, before));
	if (end === undefined || !local) return undefined;
	const start = from + local.index;
	if (
		!/[\s,]/.test(text.slice(start, end)) ||
		(!mailboxes.test(domain) && !isAboutMail(text, start) && !aboutMail.test(text.slice(end, end + 24)))
	)
		return undefined;
	return { start, end, score: 0.75 };
}

function spacedDomainEnd(domain: string, from: number): number | undefined {
	let rest = domain;
	for (;;) {
		const last = /\s{0,2}[.,]\s?(\p{L}+)$/u.exec(rest);
		if (!last) return undefined;
		if (isTopLevelDomain(last[1]!)) return from + rest.length;
		rest = rest.slice(0, last.index);
	}
}
