import { createSecretKey } from 'node:crypto';
import { TroupeError } from '../../base/errors';
import type { Match } from '../../ports';
import { type MaskParts, maskKindOf, type MaskPlan, masksFor } from './masks';
import { type PersonalDataOptions, scanPersonalData } from '../personal-data/find-personal-data';
import { type Finder, namesOf, readText, tokensIn } from './read-text';
import type { ConversationVault } from '../vault/conversation-vault';
import { hashLetters, keyedHash } from '../vault/sealing';

/** Hiding one of two numbers that stick together can bare the other. */
const MOST_PASSES = 8;
const LEAST_KEY_BYTES = 16;

export interface MaskTextOptions extends PersonalDataOptions {
	/** Default `partial`. */
	mask?: MaskPlan;
	/** Needed for `token`; its key serves `hash` when there is no `hashKey`. */
	vault?: ConversationVault;
	/** The same key gives the same hash for the same value, everywhere. At least 16 bytes, by chance. */
	hashKey?: Uint8Array | string;
}

/** A text without the personal data in it, and where that stood: in offsets of the text with the vault's own tokens restored. */
export interface MaskedText {
	text: string;
	matches: Match[];
}

/**
 * Masks personal data, each type in its way. What is masked is not recognised again: masking twice changes nothing.
 * @throws TroupeError INPUT_INVALID for tokens without a vault and hashes without a key, VAULT_FULL, VAULT_UNREADABLE
 */
export async function maskText(text: string, options: MaskTextOptions = {}): Promise<MaskedText> {
	const { mask = 'partial', types, locales } = options;
	return hideText(text, (read) => scanPersonalData(read, { types, locales }), mask, maskPartsOf(options));
}

/** What the masks of these options are made of. */
export function maskPartsOf({ vault, hashKey }: MaskTextOptions): MaskParts {
	return { book: vault?.book, hash: hashKey === undefined ? undefined : hashWith(hashKey) };
}

/** maskText with a finder and a book in place of options. */
export async function hideText(text: string, find: Finder, plan: MaskPlan, parts: MaskParts): Promise<MaskedText> {
	await reserveWords(text, plan, parts);
	let { restored, matches } = await readText(text, find, parts.book);
	const found = matches;
	for (let pass = 1; ; pass++) {
		const hidden = replaceMatches(restored, matches, await masksFor(restored, matches, plan, parts));
		// A token is read as what it stands for: there is nothing more to find than the first time.
		const settled = matches.every(({ type }) => maskKindOf(plan, type) === 'token');
		if (settled || pass === MOST_PASSES) return { text: hidden, matches: found };
		({ restored, matches } = await readText(hidden, find, parts.book));
	}
}

/** A token that stands in a person's own words must never be issued: they would come back changed. */
async function reserveWords(text: string, plan: MaskPlan, { book }: MaskParts): Promise<void> {
	const issuesTokens = typeof plan === 'string' ? plan === 'token' : Object.values(plan).includes('token');
	if (!book || !issuesTokens) return;
	const words = await tokensIn(text);
	if (words.length > 0) await book.reserve(namesOf(words));
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

function hashWith(given: Uint8Array | string): (canonical: string) => Promise<string> {
	const bytes = Buffer.from(given as string);
	if (bytes.length < LEAST_KEY_BYTES) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The key for hashes has ${bytes.length} bytes; at least ${LEAST_KEY_BYTES} are expected.`,
			fix: 'Make one with "openssl rand -base64 32".',
		});
	}
	const key = createSecretKey(bytes);
	return async (canonical) => hashLetters(keyedHash(key, canonical));
}
