import type { GivenTexts, Match } from '../../ports';
import { isAmong, listHostNames, parseWebAddress } from './web-address';

/** A part of a text that leads to a host that nobody named, and what takes its place. */
export interface UnknownAddress extends Match {
	instead: string;
}

/** The target of a link or an image of Markdown, with its title. */
const target = String.raw`\]\((?:<([^<>\n]{1,2000})>|((?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,2000}))(?:\s[^()\n]{0,300})?\)`;
/** Images and links of Markdown, tags of HTML, and addresses that are written out. */
const forms = [
	String.raw`!\[([^\]\n]{0,500})${target}`,
	// Its text can be an image; what is left is judged again.
	String.raw`\[(!\[[^\]\n]{0,500}\]\([^()\n]{1,1000}\)|[^\]\n]{1,500})${target}`,
	String.raw`<(?:img|a|iframe|source|video|audio|object|embed|link|form|svg|image)\s[^<>]{0,2000}>?`,
	String.raw`<?((?:https?:\/\/|\bwww\.)[^\s<>"'\x60|\\^{}]{1,2000})>?`,
];
const anyForm = new RegExp(forms.join('|'), 'gi');
const inTag = /(?:https?:)?\/\/[^\s"'<>]{1,2000}/i;

/**
 * Finds images and links to hosts that neither the prompt nor anybody else in the conversation named. An image, which a chat opens by itself, has to be
 * of a host that the prompt names, or be given as it is.
 * @param bare what takes the place of an address that is written out
 */
export function findUnknownAddresses(text: string, given: GivenTexts, bare: string): UnknownAddress[] {
	const known = knownHosts(given);
	return [...text.matchAll(anyForm)].flatMap((found) => {
		const [whole] = found;
		const [, alt, image = found[3], , words, link = found[6], , written] = [...found];
		const address = trimEnd(image ?? link ?? written ?? inTag.exec(whole)?.[0] ?? '');
		const isImage = image !== undefined || /^<(?!a\s)/i.test(whole);
		if (isKnown(address, isImage, given, known)) return [];
		const [start, length] = written === undefined ? [found.index, whole.length] : [found.index, lengthOf(whole, written)];
		const instead = alt ?? words ?? (written === undefined ? '' : bare);
		return [{ type: 'URL', start, end: start + length, score: 1, instead }];
	});
}

/** A full stop after an address is the sentence's. */
const trimEnd = (address: string): string => address.slice(0, address.length - /[.,;:!?)\]*_~]{0,10}$/.exec(address)![0].length);

/** Brackets around it are part of it. */
const lengthOf = (found: string, written: string): number =>
	found.startsWith('<') && found.endsWith('>') ? found.length : found.length - written.length + trimEnd(written).length;

interface KnownHosts {
	ofAuthor: Set<string>;
	all: Set<string>;
}

function knownHosts({ author, allowedHosts, others, shown = [] }: GivenTexts): KnownHosts {
	const ofAuthor = new Set([...listHostNames(author), ...allowedHosts]);
	return { ofAuthor, all: new Set([...ofAuthor, ...[...others, ...shown].flatMap(listHostNames)]) };
}

function isKnown(address: string, isImage: boolean, { others }: GivenTexts, { ofAuthor, all }: KnownHosts): boolean {
	if (/^(?:mailto|tel|sms|whatsapp):/i.test(address)) return true;
	const absolute = /^(?:[a-z][a-z0-9+.-]*:|\/\/|www\.)/i.test(address);
	// It leads to a place of the page that shows it.
	if (!absolute) return true;
	if (others.some((text) => text.includes(address))) return true;
	const url = parseWebAddress(address);
	return url !== undefined && isAmong(url.hostname, isImage ? ofAuthor : all);
}
