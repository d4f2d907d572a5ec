import { once } from '../../base/async/once';
import { LoopYielder } from '../../base/async/loop-yielder';
import { findRecognizer } from '../personal-data/recognizers';
import { canonicalToken, hasNonce, makeToken } from '../../base/text/masked-token';

export interface ValueInText {
	type: string;
	value: string;
}

/** @param joinsSpellings a number with check digits has one name, with or without its signs */
export function nameValue({ type, value }: ValueInText, joinsSpellings = false): string {
	const recognizer = findRecognizer(type);
	return joinsSpellings && recognizer.numbers?.checked ? `${recognizer.label}\n${recognizer.canonical(value)}` : value;
}

export interface TokenBook {
	issueTokens(spotted: ValueInText[]): Promise<string[]>;
	/** Omits tokens that this conversation did not issue. All are in canonical spelling. */
	readValues(tokens: string[]): Promise<Map<string, ValueInText>>;
	/** Unissued tokens in a text are a person's own words, and are never issued. */
	reserve(tokens: string[]): Promise<void>;
	findKnown(canonicals: string[]): Promise<Set<string>>;
	/** 16 letters, equal for equal canonical values; they reveal nothing without the key. */
	hash(canonical: string): Promise<string>;
}

/** For one run, or for a text that is masked and restored immediately. */
export function temporaryBook(nonce: string, hash: (canonical: string) => string, joinsSpellings = false): TokenBook {
	const tokens = new Map<string, string>();
	const values = new Map<string, ValueInText>();
	const canonicals = new Set<string>();
	const reserved = new Set<string>();
	const issued = new Map<string, number>();

	function tokenFor({ type, value }: ValueInText): string {
		const name = nameValue({ type, value }, joinsSpellings);
		const existing = tokens.get(name);
		if (existing) return existing;
		const recognizer = findRecognizer(type);
		const { label } = recognizer;
		let token: string;
		do {
			const number = (issued.get(label) ?? 0) + 1;
			issued.set(label, number);
			token = makeToken({ label, number, nonce });
		} while (reserved.has(canonicalToken(token)));
		tokens.set(name, token);
		values.set(canonicalToken(token), { type, value });
		canonicals.add(recognizer.canonical(value));
		return token;
	}

	return {
		async issueTokens(spotted) {
			const pace = new LoopYielder();
			const tokens: string[] = [];
			for (const each of spotted) {
				tokens.push(tokenFor(each));
				if (pace.isDue()) await pace.rest();
			}
			return tokens;
		},
		async readValues(requested) {
			const valuesByToken = new Map<string, ValueInText>();
			for (const token of requested) {
				const spotted = values.get(token);
				if (spotted) valuesByToken.set(token, spotted);
			}
			return valuesByToken;
		},
		async reserve(words) {
			for (const word of words) if (hasNonce(word, nonce) && !values.has(word)) reserved.add(word);
		},
		findKnown: async (wanted) => new Set(wanted.filter((canonical) => canonicals.has(canonical))),
		hash: async (canonical) => hash(canonical),
	};
}

export function lateBook(open: () => Promise<TokenBook>): TokenBook {
	const book = once(open);
	return {
		issueTokens: async (spotted) => (await book()).issueTokens(spotted),
		readValues: async (tokens) => (await book()).readValues(tokens),
		reserve: async (tokens) => (await book()).reserve(tokens),
		findKnown: async (canonicals) => (await book()).findKnown(canonicals),
		hash: async (canonical) => (await book()).hash(canonical),
	};
}
