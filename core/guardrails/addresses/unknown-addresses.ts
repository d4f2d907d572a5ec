import type { GivenTexts } from '../../ports/guardrails/guardrail-context';
import type { Match } from '../../ports/guardrails/match';
import { listViews } from './browser-views';
import { codeForm, tagForm } from './html-tags';
import { addressStarts, hostsOfNobody, isAmong, listHostNames, parseWebAddress } from './web-address';
import { isReservedDomain, isTopLevelDomain } from '../personal-data/intl/internet/top-level-domains';

const dot = '[.。．]';
const host = String.raw`(?:(?:[\p{L}\p{N}-]{1,63}${dot}){1,10}(?<domain>\p{L}{2,63}|xn--[a-z0-9-]{2,59})|(?!127\.)(?:\d{1,3}\.){3}\d{1,3}(?=:|[\/?]\D))`;
/** A question mark at a sentence's end begins no query ("Have you seen shop.example?"); `#` and the rest stay in the browser. */
const path = String.raw`(?::\d{2,5}(?!\d)(?:[\/?#]|(?![\p{L}\p{N}]))|\/|\?[\p{L}\p{N}%_])[^\s<>"'\x60|^{}\p{Ps}\p{Pe}]{0,2000}`;
const bareAddress = new RegExp(String.raw`(?<![\p{L}\p{N}@\/\\%-]|[\p{L}\p{N}-]\.)(?:\/\/)?${host}${path}`, 'giu');
const schemes = /\b(?:s?ftps?|webcals?|tg|intent|market|smb|feed):\/\/[^\s<>"'`|^{}]{1,2000}/gi;

/**
 * Finds addresses without `https://` but with a path, query or port, which messengers link and preview: `t.me/name?start=x`. A host alone is mostly a
 * brand, file or code.
 */
function findBareAddresses(text: string): Array<{ start: number; address: string }> {
	const rest = text.replace(schemes, ({ length }) => ' '.repeat(length));
	const bare = [...rest.matchAll(bareAddress)].filter(({ groups }) => groups?.domain === undefined || isDomain(groups.domain));
	return [...bare, ...text.matchAll(schemes)].map(({ 0: address, index }) => ({ start: index, address }));
}

/** Chats without Markdown show a target as it is. */
const isBareAddress = (target: string): boolean => findBareAddresses(target)[0]?.start === 0;

const isDomain = (label: string): boolean => isTopLevelDomain(label) || isReservedDomain(label);

interface UnknownAddress extends Match {
	instead: string;
}

const target = String.raw`\]\(\s{0,20}(?:<([^<>\n]{1,2000})>|((?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,2000}))(?:\s[^()\n]{0,300})?\)`;
const ofReference = String.raw`(?<=\]:\s{0,20}<?)`;
const forms = [
	String.raw`!\[([^\]\n]{0,500})${target}`,
	// Its text can be an image.
	String.raw`\[(!\[[^\]\n]{0,500}\]\([^()\n]{1,1000}\)|[^\]\n]{1,500})${target}`,
	String.raw`<?((?:https?(?::|&[#\w]{2,10};)(?:[\/\\]|&[#\w]{2,10};)|\bwww\.|${ofReference}(?:[\/\\]|&[#\w]{2,10};|(?:javascript|vbscript|data):))[^\s<>"'\x60|^{}]{1,2000})>?`,
	codeForm,
	tagForm,
];
const anyForm = new RegExp(forms.join('|'), 'gi');
/** XML namespaces look like addresses, but browsers do not open them. */
const namespaces = /\sxmlns(?::\w{1,20})?\s?=\s?(?:"[^"]{0,300}"|'[^']{0,300}')/gi;
const codeWithEscapes = /^<(?:style|script)[^\\]*\\|[\s"'/]style\s*=[^\\]*\\/i;

/**
 * Finds images and links to hosts that no prompt, person or document named. An image loads without a click: its host must be in the prompt, or its
 * address given verbatim. A link from a tool result, collection or earlier reply must be verbatim, or the host alone. @param bare replaces a
 * written-out address
 */
export const findUnknownAddresses = (text: string, given: GivenTexts, bare: string): UnknownAddress[] => find(text, listKnown(given), bare);

function find(text: string, known: Known, bare: string): UnknownAddress[] {
	const found = [...findForms(text, known, bare), ...findBare(text, known, bare)];
	return found.sort((one, other) => one.start - other.start);
}

function findBare(text: string, { links }: Known, instead: string): UnknownAddress[] {
	return findBareAddresses(text.replace(anyForm, ({ length }) => ' '.repeat(length))).flatMap(({ start, address }) => {
		const written = trimEnd(address);
		return isKnown(written, links) ? [] : [{ type: 'URL', start, end: start + written.length, score: 1, instead }];
	});
}

function findForms(text: string, known: Known, bare: string): UnknownAddress[] {
	return [...text.matchAll(anyForm)].flatMap((found) => {
		const [whole] = found;
		const [, alt, image = found[3], , words, link = found[6], , written] = [...found];
		const address = image ?? link ?? written;
		const places = image !== undefined || (written === undefined && /^<(?!a\s)/i.test(whole)) ? known.images : known.links;
		const inner = alt ?? words ?? '';
		if (address === undefined ? isKnownTag(whole, places) : isKnown(trimEnd(address), places))
			return find(inner, known, bare).map((one) => shift(one, found.index + whole.indexOf(inner)));
		const [start, length] = written === undefined ? [found.index, whole.length] : [found.index, lengthOf(whole, written)];
		const instead = inner || (written === undefined ? '' : bare);
		return [{ type: 'URL', start, end: start + length, score: 1, instead }];
	});
}

const shift = ({ start, end, ...more }: UnknownAddress, by: number): UnknownAddress => ({ start: start + by, end: end + by, ...more });

/** A final full stop belongs to the sentence; a mask's end, such as `[SECRET]`, to the address. */
function trimEnd(address: string): string {
	const trimmed = address.slice(0, address.length - /[.,;:!?)\]*_~]{0,10}$/.exec(address)![0].length);
	const isOpen = trimmed.lastIndexOf('[') > trimmed.lastIndexOf(']') && address[trimmed.length] === ']';
	return isOpen ? `${trimmed}]` : trimmed;
}

const lengthOf = (found: string, written: string): number =>
	found.startsWith('<') && found.endsWith('>') ? found.length : found.length - written.length + trimEnd(written).length;

interface Places {
	/** Any address of these hosts. */
	hosts: ReadonlySet<string>;
	/** Only the host: a path or parameter could carry data to the author of a tool result. */
	bareHosts: ReadonlySet<string>;
	texts: readonly string[];
}

type Known = Record<'images' | 'links', Places>;

function listKnown({ author, allowedHosts, others, messages = [], results = [], found = [], shown = [] }: GivenTexts): Known {
	const ofAuthor = [...listHostNames(author), ...allowedHosts];
	const strange = [...results, ...found];
	const trusted = others.filter((text) => !strange.includes(text) || messages.includes(text));
	return {
		images: { hosts: new Set(ofAuthor), bareHosts: new Set(), texts: others },
		links: {
			hosts: new Set([...ofAuthor, ...hostsOfNobody, ...trusted.flatMap(listHostNames)]),
			bareHosts: new Set([...strange, ...shown].flatMap(listHostNames)),
			texts: [...others, ...shown],
		},
	};
}

function isKnown(address: string, places: Places): boolean {
	return places.texts.some((text) => text.includes(address)) || listViews(address).every((view) => leadsTo(view.trim(), places));
}

function leadsTo(address: string, { hosts, bareHosts }: Places): boolean {
	if (/^(?:mailto|tel|sms|whatsapp):/i.test(address)) return true;
	// It leads to a place on the same page.
	if (!/^(?:[a-z][a-z0-9+.-]*:|\/\/|www\.)/i.test(address) && !isBareAddress(address)) return true;
	const url = parseWebAddress(address);
	return (
		url !== undefined && (isAmong(url.hostname, hosts) || (bareHosts.has(url.hostname) && url.href === `${url.protocol}//${url.hostname}/`))
	);
}

/** Escapes in styles and scripts can build any address. */
function isKnownTag(tag: string, places: Places): boolean {
	if (codeWithEscapes.test(tag)) return false;
	return listViews(tag.slice(1).replace(namespaces, '')).every((view) =>
		[...view.matchAll(addressStarts)].every(({ index }) => isKnown(/^[^\s"'<>)]*/.exec(view.slice(index, index + 2_000))![0], places)),
	);
}
