import { randomUUID } from 'node:crypto';
import type { Match, PersonalDataVault } from '../ports';
import { findPersonalData } from './personal-data/find-personal-data';
import { recognizerOf } from './personal-data/recognizers';
import type { PersonalDataType } from './personal-data/types';
import { canonicalToken, TOKEN_SHAPE } from './token';

const NONCE = { characters: 'abcdefghijkmnpqrstuvwxyz23456789', length: 6 } as const;
const MOST_REDACTIONS = 8;

/**
 * A vault for one conversation turn: it hides personal data of the given types behind tokens and knows the way back.
 * Offsets of matches are those of the text with its own tokens restored, as its reader gets it.
 * @param random gives the vault's nonce, 4 to 12 letters and digits; default 30 random bits
 */
export function createVault(types: PersonalDataType[], random: () => string = randomNonce): PersonalDataVault {
	const nonce = random();
	const tokens = new Map<string, string>(); // by value
	const values = new Map<string, string>(); // by canonical token
	const known = new Set<string>(); // canonical values
	const taken = new Set<string>(); // tokens that stood in a text before they were issued: a person's words, never to be restored
	const issued = new Map<string, number>(); // by label
	const read = new Map<string, Match[]>(); // by text: a message is looked at to mask it and again to keep it

	function tokenFor(type: string, value: string): string {
		const existing = tokens.get(value);
		if (existing) return existing;
		const recognizer = recognizerOf(type);
		let token: string;
		do {
			const number = (issued.get(recognizer.label) ?? 0) + 1;
			issued.set(recognizer.label, number);
			token = `[${recognizer.label}_${number}_${nonce}]`;
		} while (taken.has(canonicalToken(token)));
		tokens.set(value, token);
		values.set(canonicalToken(token), value);
		known.add(recognizer.canonical(value));
		return token;
	}

	const restore = (text: string): string => text.replace(TOKEN_SHAPE, (token) => values.get(canonicalToken(token)) ?? token);

	/** What is found in the text with its tokens restored: so that a value half inside a token, or beside one, is read as it was. */
	function find(text: string): { restored: string; matches: Match[] } {
		const restored = restore(text);
		const matches = read.get(restored) ?? findPersonalData(restored, { types });
		read.set(restored, matches);
		return { restored, matches };
	}

	return {
		restore: async (text) => restore(text),
		async mask(text) {
			for (const [token] of text.matchAll(TOKEN_SHAPE)) if (!values.has(canonicalToken(token))) taken.add(canonicalToken(token));
			const { restored, matches } = find(text);
			return { text: replaceMatches(restored, matches, tokenFor), matches };
		},
		async findUnknown(text) {
			const { restored, matches } = find(text);
			return matches.filter(({ type, start, end }) => !known.has(recognizerOf(type).canonical(restored.slice(start, end))));
		},
		async redact(text) {
			let { restored, matches } = find(text);
			// Hiding one of two numbers that stick together can bare the other.
			for (let pass = 0; matches.length > 0 && pass < MOST_REDACTIONS; pass++) {
				const redacted = replaceMatches(restored, matches, (type, value) => recognizerOf(type).partialMask(value));
				({ restored, matches } = find(redacted));
			}
			return restored;
		},
	};
}

function replaceMatches(text: string, matches: Match[], replacement: (type: string, value: string) => string): string {
	let end = 0;
	const pieces = matches.map((match) => {
		const piece = text.slice(end, match.start) + replacement(match.type, text.slice(match.start, match.end));
		end = match.end;
		return piece;
	});
	return pieces.join('') + text.slice(end);
}

/** Of the 122 random bits of a UUID, which Node keeps in stock: random bytes of one's own take as long as all else a vault does. */
function randomNonce(): string {
	const bits = Number.parseInt(randomUUID().slice(0, 8), 16);
	return Array.from({ length: NONCE.length }, (_, index) => NONCE.characters[(bits >>> (5 * index)) & 31]).join('');
}
