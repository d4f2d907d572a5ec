import { parseToken, tokenShape } from '../../base/text/masked-token';
import { secretMask } from '../secrets/mask-secrets';
import { MappedText, type OffsetMap, sameOffsets } from './reading';

/** Values of the types that an order names as a target. */
const samples: Record<string, string> = { EMAIL: 'someone@example.com', URL: 'https://example.com/' };
/** What the rules read in a value of any other type: a number. */
const other = '0';
/** A value without a vault: `[EMAIL]`, `[EMAIL_h_zqkw…]`. */
const typeOnly = String.raw`\[(?<label>EMAIL|URL)(?:_h_[a-z]{16})?\]`;
/** Replaces keys and passwords: it does not hide a note. */
const secret = secretMask.replaceAll(/[[\]]/g, '\\$&');
const masked = new RegExp(`${tokenShape.source}|${typeOnly}|${secret}`, 'gi');

/** Returns the text with a sample in place of each masked value: "send the password to [EMAIL_1_k3f9x2]" is read as it was before it was masked. */
export function readMaskedValues(text: string, outer: OffsetMap = sameOffsets): { text: string; toOriginal: OffsetMap } {
	if (!text.includes('[')) return { text, toOriginal: outer };
	const built = new MappedText();
	let from = 0;
	for (const { 0: mask, index, groups } of text.matchAll(masked)) {
		built.addRun(text.slice(from, index), from);
		from = index + mask.length;
		const label = mask.toUpperCase() === secretMask ? secretMask : (groups?.label ?? parseToken(mask).label);
		built.add(samples[label.toUpperCase()] ?? other, index, from);
	}
	if (from === 0) return { text, toOriginal: outer };
	built.addRun(text.slice(from), from);
	return { text: built.text, toOriginal: built.mapThrough(outer) };
}
