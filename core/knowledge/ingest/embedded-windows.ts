import { cutText } from '../chunking/cut-text';
import { quartersPerToken, TokenRuler } from '../chunking/token-ruler';

/** Leaves room for a model that counts more tokens than we do. */
const fill = 0.86;
/** A text that is only slightly longer than the model reads is not split, such as a chunk with its headings. */
const tolerated = 1.25;
/** A mean of more vectors is meaningless. */
const maxWindows = 16;
/**
 * Share of the beginning in the vector of a long text. A document first says what it is about: its beginning alone omits the rest, and the mean of
 * all parts is about nothing. By the tuning half of bench/samples/knowledge, headings and packages' pages, 0.7 to 0.8 is better than both on all
 * three.
 */
const ofBeginning = 0.75;

/** Returns the parts of a text to embed: all of it, or if the model would cut it off, up to 16 parts that it can read. */
export function splitIntoWindows(text: string, maximumTokens: number | undefined): string[] {
	if (maximumTokens === undefined) return [text];
	const ruler = new TokenRuler(text);
	if (ruler.quarters(0, text.length) <= tolerated * maximumTokens * quartersPerToken) return [text];
	const tokens = Math.max(1, Math.floor(fill * maximumTokens));
	const reach = ruler.reach(0, text.length, maxWindows * maximumTokens * quartersPerToken);
	const sizes = { wantedTokens: tokens, maximumTokens: tokens, overlapTokens: 0 };
	const windows = cutText(text, { start: 0, end: reach }, sizes, { ruler }).map(({ start, end }) => text.slice(start, end).toWellFormed());
	return windows.length === 0 ? [text] : windows.slice(0, maxWindows);
}

/** Combines the vectors of a text's parts, all of unit length. The result is not of unit length. */
export function joinWindows([beginning, ...others]: Float32Array[]): Float32Array {
	if (!beginning || others.length === 0) return beginning!;
	return beginning.map(
		(part, at) => ofBeginning * part + ((1 - ofBeginning) * others.reduce((sum, other) => sum + other[at]!, 0)) / others.length,
	);
}
