import { characterOf, findEntity } from '../personal-data/reading/entities';
import { MappedText, type OffsetMap } from './reading';

const escapes = /(?:%[0-9a-f]{2})+|&#x?[0-9a-f]{1,6};?|&[a-z]{2,8};|\\u\{?[0-9a-f]{4,6}\}?|\\x[0-9a-f]{2}|=[0-9A-F]{2}|=\r?\n|\\[nrt"]/gi;
const fewest = 4;

interface Unescaped {
	text: string;
	toOriginal: OffsetMap;
	disguise: string;
	/** More escapes than an address or page needs. */
	dense: boolean;
}

const dense = 0.5;

/** Decodes URL, HTML, JavaScript and quoted-printable escapes; undefined if there are few. */
export function unescape(text: string, outer: OffsetMap): Unescaped | undefined {
	const built = new MappedText();
	let escaped = 0;
	let from = 0;
	let kind = '';
	for (const { 0: escape, index } of text.matchAll(escapes)) {
		const plain = decodeEscape(escape);
		if (plain === undefined) continue;
		built.addRun(text.slice(from, index), from);
		built.add(plain, index, index + escape.length);
		from = index + escape.length;
		escaped += escape.length;
		kind ||= escape[0] === '%' ? 'url' : escape[0] === '&' ? 'html' : escape[0] === '=' ? 'quoted-printable' : 'escapes';
	}
	if (escaped < fewest) return undefined;
	built.addRun(text.slice(from), from);
	return { text: built.text, toOriginal: built.mapThrough(outer), disguise: `encoded-${kind}`, dense: escaped > text.length * dense };
}

function decodeEscape(escape: string): string | undefined {
	if (escape[0] === '%') return decodedUrl(escape);
	if (escape[0] === '=') return escape.length === 3 ? String.fromCharCode(parseInt(escape.slice(1), 16)) : '';
	if (escape[0] === '&') {
		const name = escape.replace(/[&;]/g, '');
		if (!name.startsWith('#')) return findEntity(name);
		return characterOf(/^#x/i.test(name) ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10));
	}
	if (/^\\[nrt]$/i.test(escape)) return escape[1] === 't' ? '\t' : '\n';
	if (escape === '\\"') return '"';
	return characterOf(parseInt(escape.replace(/[^0-9a-f]/gi, ''), 16));
}

function decodedUrl(escape: string): string {
	try {
		return decodeURIComponent(escape);
	} catch {
		// The encoding was Latin-1.
		return escape.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	}
}
