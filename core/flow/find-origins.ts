import { type Asked, findAsked } from './asked-value';
import { isShort, listValues, longestValue, restOfValues, type ListedValue } from './list-values';
import { findNamedRecord, isIdName } from './named-record';
import type { RunText } from '../ports/runs/run-text';
import { readDates, readNumbers, spellDate, spellNumber } from './spellings';
import { seek, type Sought, type TextIndex } from './text-index';

/**
 * Relation of a value to the run's texts. `copied`: one contains it. `composed`: they contain parts. `own`: written or untraceably encoded by the
 * model.
 */
type OriginKind = 'copied' | 'composed' | 'own';

export interface ValueOrigin {
	/** Place in the arguments: `recipients[0]`, `customer.email`. */
	path: string;
	kind: OriginKind;
	/** Texts of authorised writers contain it, or all its parts. */
	trusted: boolean;
	/** Short enough to be anywhere: counts only with its record. */
	short?: true;
	/** Has more parts than are checked, so it is untrusted. */
	cut?: true;
	/** Contains a web or mail host that no text has, so it is untrusted. */
	strange?: true;
	asked?: Asked;
	/** The id of a record that trusted words name: the first place has the name. */
	record?: true;
	/** Texts that contain it or a part, trusted first, unique. For untrusted values only untrusted texts. */
	places: OriginPlace[];
}

interface OriginPlace extends Pick<RunText, 'source' | 'from' | 'trusted'> {
	excerpt: string;
}

const maxPlaces = 5;

/**
 * Traces the values of a call by their words, without a model, in linear time. Values of trusted tools, such as the account to pay from, and of
 * trusted documents are authoritative; inside a text they are data that a person must see, except dates.
 */
export function findOrigins(input: unknown, texts: readonly TextIndex[], tool = ''): ValueOrigin[] {
	return listValues(input).map((value) => {
		const origin = findOrigin(value, texts, tool);
		const asked = origin.trusted ? undefined : findAsked(value, texts);
		return asked ? { ...origin, asked } : origin;
	});
}

function findOrigin({ path, name, value }: ListedValue, texts: readonly TextIndex[], tool: string): ValueOrigin {
	const form = readValue(value);
	const whole = texts.flatMap((text) => findPlace(form, text));
	const short = isShort(value) ? { short: true as const } : {};
	if (whole.length > 0) return { ...judgeCopied(whole, { path, name, value }, texts, tool), ...short };
	const { parts: sought, cut } = listParts(path, value);
	const parts = sought.map((part) => {
		const form = readValue(part);
		return { isDate: readDates(part).length > 0, places: texts.flatMap((text) => findPlace(form, text)) };
	});
	const found = parts.filter(({ places }) => places.length > 0);
	const isTrusted = ({ places, isDate }: (typeof parts)[number]) => places.some((place) => place.trusted && (isDate || speaks(place)));
	const strange = hasStrangeHost(value, texts);
	const more = { ...short, ...(cut && { cut }), ...(strange && { strange }) };
	if (found.length === 0) return { path, kind: 'own', trusted: false, ...more, places: [] };
	// The host alone decides where an address leads.
	const trusted = !cut && !strange && found.every(isTrusted);
	const untrusted = found.flatMap((part) => (isTrusted(part) ? [] : part.places));
	return { path, kind: 'composed', trusted, ...more, places: sortPlaces(trusted ? found.flatMap(({ places }) => places) : untrusted) };
}

const speaks = ({ source }: Pick<RunText, 'source'>): boolean => source !== 'tool' && source !== 'document';

/** A short id is trusted only if no other text has it, or if trusted words name its record. */
function judgeCopied(
	places: readonly OriginPlace[],
	{ path, name, value }: ListedValue,
	texts: readonly TextIndex[],
	tool: string,
): ValueOrigin {
	const isId = isIdName(name);
	const said = places.some(({ trusted }) => trusted);
	const unclear = isId && isShort(value) && places.some(({ trusted }) => !trusted);
	const copied = { path, kind: 'copied' as const };
	if (said && !unclear) return { ...copied, trusted: true, places: sortPlaces(places) };
	const named = isId ? findNamedRecord(value, tool, texts) : undefined;
	if (!named) return { ...copied, trusted: false, places: sortPlaces(places.filter(({ trusted }) => !trusted)) };
	return { ...copied, trusted: true, record: true, places: sortPlaces([...toPlace(named.text, named.at), ...places]) };
}

function sortPlaces(places: readonly OriginPlace[]): OriginPlace[] {
	const sorted = places.toSorted((one, other) => Number(other.trusted) - Number(one.trusted));
	const seen = new Set<string>();
	const distinct = sorted.filter(({ source, from, excerpt }) => {
		const key = `${source} ${from} ${excerpt}`;
		return !seen.has(key) && seen.add(key);
	});
	return distinct.slice(0, maxPlaces);
}

interface Value {
	forms: Sought[];
	/** A reference without blanks and marks; absent if they matter. */
	spaced?: string;
	written: string;
	isFigure: boolean;
}

const isReference = /(?:\d\D{0,2}){4}/;
const shortestReference = 6;
const longestReference = 64;

function readValue(value: string): Value {
	const numbers = readNumbers(value.trim()).flatMap(spellNumber);
	const dates = readDates(value).flatMap(spellDate);
	const compact = value.replaceAll(/[\s.\-/()]+/g, '');
	const isOne =
		compact.length >= shortestReference && compact.length <= longestReference && isReference.test(compact) && dates.length === 0;
	// Numbers match with other marks, but not other numbers of the same digits.
	const texts = numbers.length > 0 ? numbers : [value.trim(), ...dates];
	const isFigure = numbers.length > 0 || dates.length > 0;
	return {
		written: value,
		isFigure,
		forms: texts.map(seek),
		...(isOne && (numbers.length === 0 || compact.length > 8) && { spaced: compact.toLowerCase() }),
	};
}

/** Finds a value in a text. For trusted tools only whole fields count, besides numbers and dates: anybody can name a channel or a file. */
function findPlace(value: Value, text: TextIndex): OriginPlace[] {
	const places = toPlace(text, findAnywhere(value, text));
	const isData = text.of.trusted && text.of.source === 'tool' && !value.isFigure;
	return isData && places.length > 0 && !text.hasField(value.written) ? places.map((place) => ({ ...place, trusted: false })) : places;
}

function findAnywhere({ forms, spaced }: Value, text: TextIndex): number | undefined {
	for (const form of forms) {
		const at = text.findWords(form);
		if (at !== undefined) return at;
	}
	return spaced === undefined ? undefined : text.findSpaced(spaced);
}

const around = 120;

function toPlace({ of, text }: TextIndex, at: number | undefined): OriginPlace[] {
	if (at === undefined) return [];
	const shown = of.lines?.[text.slice(0, at).split('\n').length - 1];
	if (shown) return [describePlace(of, shown)];
	const start = Math.max(lastBreak(text, at), at - around);
	const end = Math.min(nextBreak(text, at), at + around);
	const excerpt = `${start > 0 && !isBreak(text[start - 1]) ? '…' : ''}${text.slice(start, end).trim()}${end < text.length && !isBreak(text[end]) ? '…' : ''}`;
	return [describePlace(of, excerpt)];
}

const describePlace = ({ source, from, trusted }: RunText, excerpt: string): OriginPlace => ({
	source,
	...(from !== undefined && { from }),
	trusted,
	excerpt,
});

const isBreak = (character: string | undefined): boolean => character === '\n' || character === undefined;
const lastBreak = (text: string, at: number): number => text.lastIndexOf('\n', at) + 1;

function nextBreak(text: string, at: number): number {
	const next = text.indexOf('\n', at);
	return next < 0 ? text.length : next;
}

const marked = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}|https?:\/\/[^\s"'<>)\]]{4,500}|\[[A-Z]{2,16}_\d{1,6}_[A-Z0-9]{4,12}\]/gi;
const reference = /[\p{L}\p{N}][\p{L}\p{N}_./-]*/gu;
/** Checks for marks first: most values have none, and this is quicker. */
const listMatches = (value: string, form: RegExp): string[] => (/[@[]|:\/\/|www\./i.test(value) ? (value.match(form) ?? []) : []);

const wordsOfPart = 5;
const maxParts = 500;

/** Lists copyable parts: addresses and their parts, tokens, numbers, references, runs of words. */
function listParts(path: string, value: string): { parts: string[]; cut: boolean } {
	const references = (value.match(reference) ?? []).filter((found) => /\d/.test(found));
	const atoms = [...listMatches(value, marked), ...references].filter((found) => !isShort(found));
	const addresses = atoms.flatMap((one) => (/^https?:/i.test(one) ? splitAddress(one) : []));
	const words = value.split(/\s+/).filter((word) => word !== '');
	const runs: string[] = [];
	for (let at = 0; at + wordsOfPart <= words.length; at += wordsOfPart) runs.push(words.slice(at, at + wordsOfPart).join(' '));
	const all = [...new Set([...atoms, ...addresses, ...runs])].filter((part) => part !== value);
	return { parts: all.slice(0, maxParts), cut: all.length > maxParts || value.length >= longestValue || path === restOfValues };
}

/** The host and query values can come from different texts. */
function splitAddress(address: string): string[] {
	const url = URL.parse(address);
	if (!url) return [];
	return [nameHost(url), ...url.searchParams.values(), ...url.pathname.split('/')].filter((part) => !isShort(part));
}

const nameHost = ({ host }: URL): string => host.replace(/^www\./, '');

const addressOrMail = /(?:https?:\/\/|www\.)[^\s"'<>)\]]{4,500}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/gi;
const maxAddresses = 50;

/** True if a value leads to an unknown host: an injected order can spell an address in parts. */
function hasStrangeHost(value: string, texts: readonly TextIndex[]): true | undefined {
	const hosts = listMatches(value, addressOrMail)
		.slice(0, maxAddresses)
		.flatMap((found) => {
			const [, host] = found.split('@');
			const url = host === undefined ? URL.parse(/^https?:/i.test(found) ? found : `https://${found}`) : null;
			return host ?? (url ? [nameHost(url)] : []);
		});
	return hosts.some((host) => !texts.some((text) => text.findWords(seek(host)) !== undefined)) || undefined;
}
