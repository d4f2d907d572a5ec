import { once } from '../../base/async/once';
import { LoopYielder } from '../../base/async/loop-yielder';
import { findRecognizer } from '../personal-data/recognizers';
import { canonicalToken, hasNonce, makeToken } from '../../base/text/masked-token';

/** A value in a text, as it is written there. */
export interface ValueInText {
	type: string;
	value: string;
}

/** Names a value in a book. @param joinsSpellings a number with check digits has one name, with or without its signs */
export function nameValue({ type, value }: ValueInText, joinsSpellings = false): string {
	const recognizer = findRecognizer(type);
	return joinsSpellings && recognizer.numbers?.checked ? `${recognizer.label}\n${recognizer.canonical(value)}` : value;
}

/** Maps tokens to values within one conversation. */
export interface TokenBook {
	/** Returns one token for each value, in order; the same value gets the same token. */
	issueTokens(spotted: ValueInText[]): Promise<string[]>;
	/** Returns the values of tokens, without tokens that this conversation did not issue. All tokens are in canonical spelling. */
	readValues(tokens: string[]): Promise<Map<string, ValueInText>>;
	/** Reserves tokens that occur in a text: those that were not issued are a person's own words, and are never issued. */
	reserve(tokens: string[]): Promise<void>;
	/** Returns those of the canonical values that a token was issued for. */
	findKnown(canonicals: string[]): Promise<Set<string>>;
	/** Returns 16 letters that are equal for equal canonical values, and reveal nothing without the key. */
	hash(canonical: string): Promise<string>;
}

/** Creates a book that ends with the object: for one run, or for a text that is masked and restored immediately. */
export function temporaryBook(nonce: string, hash: (canonical: string) => string, joinsSpellings = false): TokenBook {
	const tokens = new Map<string, string>(); // by the name of the value
	const values = new Map<string, ValueInText>(); // by canonical token
	const canonicals = new Set<string>();
	const reserved = new Set<string>(); // canonical tokens
	const issued = new Map<string, number>(); // by label

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

/** Creates a book that is opened when it is first used. */
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
