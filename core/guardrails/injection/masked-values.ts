import { parseToken, tokenShape } from '../../base/text/masked-token';
import { secretMask } from '../secrets/mask-secrets';
import { MappedText, type OffsetMap, sameOffsets } from './reading';

/** Stand-ins for types that an order can name as a target. */
const samples: Record<string, string> = { EMAIL: 'someone@example.com', URL: 'https://example.com/' };
/** Rules read other values as a number. */
const other = '0';
/** Masked without a vault: `[EMAIL]`, `[EMAIL_h_zqkw…]`. */
const typeOnly = String.raw`\[(?<label>EMAIL|URL)(?:_h_[a-z]{16})?\]`;
/** The mask of keys and passwords; it hides no note. */
const secret = secretMask.replaceAll(/[[\]]/g, '\\$&');
const masked = new RegExp(`${tokenShape.source}|${typeOnly}|${secret}`, 'gi');

/**
 * The query of an ordinary link, with short values that have a digit: `?id=77120&token=ab12cd34`. Its names are not words of the text. Placeholders
 * and encoded values of an order stay.
 */
const query =
	/(?<=https?:\/\/[^\s?"'<>)\]]{1,300})\?(?:[\w.-]{1,40}=(?=[a-z_.~-]{0,24}\d)[\w.~-]{1,24}&){0,9}[\w.-]{1,40}=(?=[a-z_.~-]{0,24}\d)[\w.~-]{1,24}(?![\w.~=&%{[<$-])/gi;

/** Replaces masked values with samples, and drops queries of links: "send the password to [EMAIL_1_k3f9x2]" reads as before masking. */
export function readMaskedValues(text: string, outer: OffsetMap = sameOffsets): { text: string; toOriginal: OffsetMap } {
	const found = [...(text.includes('[') ? text.matchAll(masked) : []), ...(text.includes('?') ? text.matchAll(query) : [])];
	if (found.length === 0) return { text, toOriginal: outer };
	const built = new MappedText();
	let from = 0;
	for (const { 0: mask, index, groups } of found.toSorted((one, other) => one.index - other.index)) {
		if (index < from) continue;
		built.addRun(text.slice(from, index), from);
		from = index + mask.length;
		if (!mask.startsWith('?')) built.add(readSample(mask, groups?.label), index, from);
	}
	built.addRun(text.slice(from), from);
	return { text: built.text, toOriginal: built.mapThrough(outer) };
}

function readSample(mask: string, label: string | undefined): string {
	const name = mask.toUpperCase() === secretMask ? secretMask : (label ?? parseToken(mask).label);
	return samples[name.toUpperCase()] ?? other;
}
