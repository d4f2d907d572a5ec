import type { Match } from '../../ports/guardrails/match';
import { LoopYielder } from '../../base/async/loop-yielder';
import { canonicalToken, tokenShape } from '../../base/text/masked-token';
import type { TokenBook } from '../vault/token-book';

interface ReadText {
	restored: string;
	/** In order, without overlaps, in offsets of `restored`. */
	matches: Match[];
}

export type Finder = (text: string) => Promise<Match[]>;

/** Restores tokens, then finds personal data: values beside or partly in a token are complete. Token values always match. */
export async function readText(text: string, find: Finder, book?: TokenBook): Promise<ReadText> {
	const { restored, regions } = await restoreTokens(text, book);
	const matches = await find(restored);
	return { restored, matches: regions.length > 0 ? joinMatches(regions, matches) : matches };
}

export async function restoreTokens(text: string, book?: TokenBook): Promise<{ restored: string; regions: Match[] }> {
	const tokens = book && mayHaveTokens(text) ? await findTokens(text) : [];
	const spotted = tokens.length > 0 ? await book!.readValues(listTokenNames(tokens)) : undefined;
	if (!spotted || spotted.size === 0) return { restored: text, regions: [] };
	const regions: Match[] = [];
	const pace = new LoopYielder();
	let restored = '';
	let last = 0;
	for (const { name, start, end } of tokens) {
		if (pace.isDue()) await pace.rest();
		const spot = spotted.get(name);
		if (spot === undefined) continue;
		restored += text.slice(last, start);
		regions.push({ type: spot.type, start: restored.length, end: restored.length + spot.value.length, score: 1 });
		restored += spot.value;
		last = end;
	}
	return { restored: restored + text.slice(last), regions };
}

interface TokenLike {
	name: string;
	start: number;
	end: number;
}

/** Quick check: false for most texts. */
export function mayHaveTokens(text: string): boolean {
	return text.includes('[');
}

export async function findTokens(text: string): Promise<TokenLike[]> {
	const tokens: TokenLike[] = [];
	const pace = new LoopYielder();
	for (const { 0: token, index } of text.matchAll(tokenShape)) {
		tokens.push({ name: canonicalToken(token), start: index, end: index + token.length });
		if (pace.isDue()) await pace.rest();
	}
	return tokens;
}

export function listTokenNames(tokens: TokenLike[]): string[] {
	return [...new Set(tokens.map(({ name }) => name))];
}

/** Joins overlapping matches. A region of equal range keeps its type, and thus its token. */
export function joinMatches(regions: Match[], matches: Match[]): Match[] {
	const joined: Match[] = [];
	for (const match of [...regions, ...matches].sort((a, b) => a.start - b.start || b.end - a.end)) {
		const previous = joined.at(-1);
		if (!previous || match.start >= previous.end) joined.push({ ...match });
		else if (match.end > previous.end) joined[joined.length - 1] = { ...match, start: previous.start };
	}
	return joined;
}
