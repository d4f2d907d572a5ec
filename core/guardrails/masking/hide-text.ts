import type { Match } from '../../ports/guardrails/match';
import { type MaskParts, chooseMaskKind, type MaskPlan, createMasks } from './masks';
import { type Finder, findTokens, listTokenNames, mayHaveTokens, readText } from './read-text';

const maxPasses = 8;

/** Offsets refer to the text with the vault's tokens restored. */
export interface MaskedText {
	text: string;
	matches: Match[];
}

export async function hideText(text: string, find: Finder, plan: MaskPlan, parts: MaskParts): Promise<MaskedText> {
	await reserveWords(text, plan, parts);
	let { restored, matches } = await readText(text, find, parts.book);
	const firstMatches = matches;
	for (let pass = 1; ; pass++) {
		const hidden = replaceMatches(restored, matches, await createMasks(restored, matches, plan, parts));
		// Tokens are read as their values, so a second pass finds nothing new.
		const settled = matches.every(({ type }) => chooseMaskKind(plan, type) === 'token');
		if (settled || pass === maxPasses) return { text: hidden, matches: firstMatches };
		({ restored, matches } = await readText(hidden, find, parts.book));
	}
}

/** Reserves token-like words of a person. If such a token were issued, the words would come back changed. */
async function reserveWords(text: string, plan: MaskPlan, { book }: MaskParts): Promise<void> {
	const issuesTokens = typeof plan === 'string' ? plan === 'token' : Object.values(plan).includes('token');
	if (!book || !issuesTokens || !mayHaveTokens(text)) return;
	const words = await findTokens(text);
	if (words.length > 0) await book.reserve(listTokenNames(words));
}

function replaceMatches(text: string, matches: Match[], masks: string[]): string {
	let end = 0;
	const pieces = matches.map((match, index) => {
		const piece = text.slice(end, match.start) + masks[index];
		end = match.end;
		return piece;
	});
	return pieces.join('') + text.slice(end);
}
