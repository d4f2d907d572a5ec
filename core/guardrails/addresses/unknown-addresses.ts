import type { GivenTexts } from '../../ports/guardrails/guardrail-context';
import type { Match } from '../../ports/guardrails/match';
import { listViews } from './browser-views';
import { codeForm, tagForm } from './html-tags';
import { addressStarts, isAmong, listHostNames, parseWebAddress } from './web-address';
import { isReservedDomain, isTopLevelDomain } from '../personal-data/intl/internet/top-level-domains';

const dot = '[.。．]';
const host = String.raw`(?:(?:[\p{L}\p{N}-]{1,63}${dot}){1,10}(?<domain>\p{L}{2,63}|xn--[a-z0-9-]{2,59})|(?!127\.)(?:\d{1,3}\.){3}\d{1,3}(?=:|[\/?]\D))`;
/** A question mark at the end of a sentence begins nothing ("Have you seen shop.example?"), and `#` and what follows stay with the reader. */
const path = String.raw`(?::\d{2,5}(?!\d)(?:[\/?#]|(?![\p{L}\p{N}]))|\/|\?[\p{L}\p{N}%_])[^\s<>"'\x60|^{}\p{Ps}\p{Pe}]{0,2000}`;
/** Not the domain of an address of e-mail, or a part of a path. */
const bareAddress = new RegExp(String.raw`(?<![\p{L}\p{N}@\/\\%-]|[\p{L}\p{N}-]\.)(?:\/\/)?${host}${path}`, 'giu');
/** Schemes whose addresses chats link. */
const schemes = /\b(?:s?ftps?|webcals?|tg|intent|market|smb|feed):\/\/[^\s<>"'`|^{}]{1,2000}/gi;

/**
 * Finds addresses without `https://`, with a path, a query or a port, of which messengers make links and previews: `t.me/name?start=x`. A host alone is
 * mostly a brand, a file or a part of a program.
 */
function findBareAddresses(text: string): Array<{ start: number; address: string }> {
	const rest = text.replace(schemes, ({ length }) => ' '.repeat(length));
	const bare = [...rest.matchAll(bareAddress)].filter(({ groups }) => groups?.domain === undefined || isDomain(groups.domain));
	return [...bare, ...text.matchAll(schemes)].map(({ 0: address, index }) => ({ start: index, address }));
}

/** Returns whether a target of Markdown, which a chat without it shows as it is, begins with a host. */
const isBareAddress = (target: string): boolean => findBareAddresses(target)[0]?.start === 0;

const isDomain = (label: string): boolean => isTopLevelDomain(label) || isReservedDomain(label);

/** A part of a text that leads to a host that nobody named, and what takes its place. */
export interface UnknownAddress extends Match {
	instead: string;
}

/** The target of a link or an image of Markdown, with its title. */
const target = String.raw`\]\(\s{0,20}(?:<([^<>\n]{1,2000})>|((?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,2000}))(?:\s[^()\n]{0,300})?\)`;
/** The place of the target in `[label]: …`. */
const ofReference = String.raw`(?<=\]:\s{0,20}<?)`;
/** Images and links of Markdown, tags of HTML, and addresses that are written out. */
const forms = [
	String.raw`!\[([^\]\n]{0,500})${target}`,
	// Its text can be an image.
	String.raw`\[(!\[[^\]\n]{0,500}\]\([^()\n]{1,1000}\)|[^\]\n]{1,500})${target}`,
	String.raw`<?((?:https?(?::|&[#\w]{2,10};)(?:[\/\\]|&[#\w]{2,10};)|\bwww\.|${ofReference}(?:[\/\\]|&[#\w]{2,10};|(?:javascript|vbscript|data):))[^\s<>"'\x60|^{}]{1,2000})>?`,
	codeForm,
	tagForm,
];
const anyForm = new RegExp(forms.join('|'), 'gi');
/** Names of XML languages, which browsers do not open although they look like addresses. */
const namespaces = /\sxmlns(?::\w{1,20})?\s?=\s?(?:"[^"]{0,300}"|'[^']{0,300}')/gi;
const codeWithEscapes = /^<(?:style|script)[^\\]*\\|[\s"'/]style\s*=[^\\]*\\/i;

/**
 * Finds images and links to hosts that neither the prompt, the person nor a document named. An image, which a chat opens by itself, has to be of a host
 * that the prompt names, or be given as it is. A link that the result of a tool, a collection or an earlier reply named has to be given as it is, or be
 * the host alone.
 * @param bare what takes the place of an address that is written out
 */
export const findUnknownAddresses = (text: string, given: GivenTexts, bare: string): UnknownAddress[] => find(text, listKnown(given), bare);

function find(text: string, known: Known, bare: string): UnknownAddress[] {
	const found = [...findForms(text, known, bare), ...findBare(text, known, bare)];
	return found.sort((one, other) => one.start - other.start);
}

/** Finds addresses without a scheme, outside of all other forms. */
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

/** A full stop after an address is the sentence's; the end of a mask, such as `[SECRET]`, is the address's. */
function trimEnd(address: string): string {
	const trimmed = address.slice(0, address.length - /[.,;:!?)\]*_~]{0,10}$/.exec(address)![0].length);
	const isOpen = trimmed.lastIndexOf('[') > trimmed.lastIndexOf(']') && address[trimmed.length] === ']';
	return isOpen ? `${trimmed}]` : trimmed;
}

/** Brackets around it are part of it. */
const lengthOf = (found: string, written: string): number =>
	found.startsWith('<') && found.endsWith('>') ? found.length : found.length - written.length + trimEnd(written).length;

/** Where an address may lead. */
interface Places {
	/** To any address of these hosts. */
	hosts: ReadonlySet<string>;
	/** To these hosts alone: a path or a parameter could carry data to whoever wrote the result of a tool. */
	bareHosts: ReadonlySet<string>;
	/** To addresses that these texts contain as they are. */
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
			hosts: new Set([...ofAuthor, ...trusted.flatMap(listHostNames)]),
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
	// It leads to a place of the page that shows it.
	if (!/^(?:[a-z][a-z0-9+.-]*:|\/\/|www\.)/i.test(address) && !isBareAddress(address)) return true;
	const url = parseWebAddress(address);
	return (
		url !== undefined && (isAmong(url.hostname, hosts) || (bareHosts.has(url.hostname) && url.href === `${url.protocol}//${url.hostname}/`))
	);
}

/** Escapes of styles and scripts can make any address. */
function isKnownTag(tag: string, places: Places): boolean {
	if (codeWithEscapes.test(tag)) return false;
	return listViews(tag.slice(1).replace(namespaces, '')).every((view) =>
		[...view.matchAll(addressStarts)].every(({ index }) => isKnown(/^[^\s"'<>)]*/.exec(view.slice(index, index + 2_000))![0], places)),
	);
}
