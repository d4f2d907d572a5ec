import { cutText } from '../chunking/cut-text';
import { quartersPerToken, TokenRuler } from '../chunking/token-ruler';

/** Leaves room for a model that counts more tokens than we do. */
const fill = 0.86;
/** Does not split a slightly longer text, such as a chunk with its headings. */
const tolerated = 1.25;
/** A mean of more vectors is meaningless. */
const maxWindows = 16;
/**
 * Weight of the beginning of a long text, which says what it is about. By the tuning half of bench/samples/knowledge, headings and packages'
 * pages, 0.7 to 0.8 is best.
 */
const ofBeginning = 0.75;

/** The whole text, or up to 16 parts if the model would cut it off. */
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

/** Parts have unit length, the result does not. */
export function joinWindows([beginning, ...others]: Float32Array[]): Float32Array {
	if (!beginning || others.length === 0) return beginning!;
	return beginning.map(
		(part, at) => ofBeginning * part + ((1 - ofBeginning) * others.reduce((sum, other) => sum + other[at]!, 0)) / others.length,
	);
}
